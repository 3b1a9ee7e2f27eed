using System.Globalization;
using System.Text.Json;
using Spectre.Console;

namespace FactoryFlow.AppHost;

/// <summary>The evening: every account, every job and the trial balance, beside the figures that the sample expects.</summary>
internal sealed class Books(FactoryApi api, FirstDay day, Floor floor, Story story)
{
    public async Task Close()
    {
        foreach (var account in day.Expected.Workers.Where(a => a.Entries.Count > 0)) await ShowStatement(account);
        story.Chapter("What everybody is owed");
        await ShowAccounts();
        story.Chapter("Jobs and trial balance");
        await ShowJobs();
        await ShowTrialBalance();
    }

    private async Task ShowStatement(FirstDay.Account expected)
    {
        var statement = await api.Get($"/api/v1/ledger/workers/{floor.WorkerId(expected.Worker)}?pageSize=200");
        var entries = statement.List("entries").Reverse().ToList();
        story.Same($"{expected.Worker}, lines", expected.Entries.Count, entries.Count);
        var table = Columns(NameOf(expected.Worker), "Entry", ">Pieces", ">Rate", ">Amount", ">Balance", "");
        var balance = 0m;
        foreach (var (line, entry) in expected.Entries.Zip(entries))
        {
            var source = entry.GetProperty("source");
            var what = $"{expected.Worker}, {line.Type} {line.Step} {line.Job}".TrimEnd();
            balance += Number(entry.Amount("amount")) * (entry.Text("direction") == "CREDIT" ? 1 : -1);
            var isRight = story.Same(what + ", type", line.Type, entry.Text("type"))
                & story.Same(what + ", direction", line.Direction, entry.Text("direction"))
                & story.Same(what + ", amount", line.Amount, entry.Amount("amount"))
                & story.Same(what + ", job", line.Job, floor.NumberOf(source.Text("jobId")))
                & story.Same(what + ", step", line.Step ?? "", source.Text("stepName"))
                & story.Same(what + ", balance", Written(balance), entry.Amount("balanceAfter"));
            var sign = entry.Text("direction") == "CREDIT" ? "" : "-";
            table.AddRow(
                Markup.Escape(line.Job is null ? entry.Text("description") : $"Job {line.Job}, {source.Text("stepName")}"),
                line.Job is null ? "" : source.Text("quantity"), source.Amount("rate"), sign + entry.Amount("amount"), entry.Amount("balanceAfter"), Story.Mark(isRight));
        }

        story.Show(table);
    }

    private async Task ShowAccounts()
    {
        var table = Columns(null, "Worker", ">Balance", ">Pending", ">Advance", "To be paid", "Paid in full", "");
        foreach (var expected in day.Expected.Workers)
        {
            var id = floor.WorkerId(expected.Worker);
            var balance = await api.Get($"/api/v1/ledger/workers/{id}/balance");
            var jobs = await api.Get($"/api/v1/ledger/workers/{id}/jobs");
            var (pending, paid) = (JobsIn(jobs, "pending"), JobsIn(jobs, "paid"));
            var isRight = story.Same($"{expected.Worker}, balance", expected.Balance, balance.Amount("balance"))
                & story.Same($"{expected.Worker}, pending", expected.Pending, balance.Amount("pending"))
                & story.Same($"{expected.Worker}, advance", expected.Advance, balance.Amount("advance"))
                & story.Same($"{expected.Worker}, pending jobs", Written(expected.PendingJobs), Written(pending))
                & story.Same($"{expected.Worker}, paid jobs", Written(expected.PaidJobs), Written(paid));
            table.AddRow(
                Markup.Escape(NameOf(expected.Worker)), balance.Amount("balance"), balance.Amount("pending"), balance.Amount("advance"),
                string.Join("\n", pending.Select(j => j.Covered == "0.0000" ? $"job {j.Job}: {j.Earned}" : $"job {j.Job}: {j.Earned}, {j.Covered} paid")),
                string.Join(", ", paid.Select(j => $"job {j.Job}")), Story.Mark(isRight));
        }

        story.Show(table);
    }

    private async Task ShowJobs()
    {
        var table = Columns(null, ">Job", "Article", ">Pieces", "Status", "");
        foreach (var expected in day.Expected.Jobs)
        {
            var job = await api.Get($"/api/v1/jobs/{floor.JobId(expected.Job)}");
            var isRight = story.Same($"job {expected.Job}, status", expected.Status, job.Text("status"))
                & story.Same($"job {expected.Job}, pieces", expected.TotalQuantity.ToString(CultureInfo.InvariantCulture), job.Text("totalQuantity"));
            table.AddRow(job.Text("number"), day.Jobs[expected.Job - 1].Article, job.Text("totalQuantity"), job.Text("status"), Story.Mark(isRight));
        }

        story.Show(table);
    }

    private async Task ShowTrialBalance()
    {
        var accounts = (await api.Get("/api/v1/ledger/trial-balance")).List("accounts");
        story.Same("accounts in the trial balance", day.Expected.TrialBalance.Count, accounts.Count);
        var table = Columns(null, "Account", ">Debit", ">Credit", "");
        foreach (var expected in day.Expected.TrialBalance)
        {
            var account = accounts.FirstOrDefault(a => a.Text("account") == expected.Account);
            var total = account.ValueKind == JsonValueKind.Undefined ? "0.0000" : account.Amount("total");
            var isRight = story.Same($"trial balance, {expected.Account}", expected.Total, total);
            table.AddRow(expected.Account, total.StartsWith('-') ? total[1..] : "", total.StartsWith('-') ? "" : total, Story.Mark(isRight));
        }

        var totals = accounts.Select(a => Number(a.Amount("total"))).ToList();
        var (debit, credit) = (Written(-totals.Where(t => t < 0).Sum()), Written(totals.Where(t => t > 0).Sum()));
        table.AddEmptyRow().AddRow("Sum", debit, credit, Story.Mark(story.Same("trial balance, debit and credit", debit, credit)));
        story.Show(table);
    }

    private List<FirstDay.JobPay> JobsIn(JsonElement jobs, string list) =>
        [.. jobs.List(list).Select(j => new FirstDay.JobPay(floor.NumberOf(j.Text("jobId")) ?? 0, j.Amount("earned"), j.Amount("covered")))];

    private static string Written(IEnumerable<FirstDay.JobPay> jobs) => string.Join(", ", jobs.Select(j => $"job {j.Job} {j.Earned} {j.Covered}"));

    private string NameOf(string code) => day.Workers.First(w => w.Code == code).Name;

    private static string Written(decimal amount) => amount.ToString("0.0000", CultureInfo.InvariantCulture);

    private static decimal Number(string amount) => decimal.Parse(amount, CultureInfo.InvariantCulture);

    private static Table Columns(string? title, params string[] names)
    {
        var table = new Table();
        if (title is not null) table.Title($"[bold]{Markup.Escape(title)}[/]");
        foreach (var name in names)
            table.AddColumn(new TableColumn(name.TrimStart('>')) { Alignment = name.StartsWith('>') ? Justify.Right : Justify.Left });
        return table;
    }
}
