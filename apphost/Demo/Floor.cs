using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace FactoryFlow.AppHost;

/// <summary>The factory floor: people, articles and jobs by the names that the sample gives them, and what they do.</summary>
internal sealed class Floor(FactoryApi api, FirstDay day, Story story, CancellationToken cancellation)
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);

    private readonly Dictionary<string, string> _workers = [];
    private readonly Dictionary<string, string> _articles = [];
    private readonly List<JsonElement> _jobs = [];

    public string WorkerId(string code) => _workers[code];

    public string JobId(int number) => _jobs[number - 1].Text("id");

    /// <summary>The sample's number of a job; null for none that it knows.</summary>
    public int? NumberOf(string jobId) => _jobs.FindIndex(job => job.Text("id") == jobId) is >= 0 and var i ? i + 1 : null;

    /// <summary>The configuration, the workers, the articles and the jobs.</summary>
    public async Task SetUp()
    {
        var config = await api.Post("/api/v1/tenant-config", day.Configuration);
        story.Say(story.Same("configuration, version", "1", config.Text("version")),
            $"The work is {string.Join(", ", config.List("jobSteps").Select(s => s.Text("name") + (s.Text("isPaid") == "True" ? "" : " (not paid)")))}"
            + $", in sizes {string.Join(" ", config.List("sizeRange"))}");

        foreach (var worker in day.Workers)
            _workers[worker.Code] = (await api.Post("/api/v1/workers", worker)).Text("id");
        story.Say($"{day.Workers.Count} workers: {string.Join(", ", day.Workers.Select(w => w.Name))}");

        foreach (var article in day.Articles)
        {
            _articles[article.Code] = (await api.Post("/api/v1/articles", article)).Text("id");
            story.Say($"{article.Name}: {string.Join(", ", article.StepRates.Select(r => $"{r.Key} {r.Value}"))} {day.Tenant.Currency} a piece");
        }

        foreach (var job in day.Jobs) await Order(job);
    }

    /// <summary>Starts a step and completes it; where it earns, waits until the wage stands in the worker's account.</summary>
    public async Task Do(FirstDay.Work work)
    {
        var job = _jobs[work.Job - 1];
        if (work.Assign is { } code)
        {
            await api.Put($"/api/v1/jobs/{job.Text("id")}/steps/{StepOf(job, work.Step).Text("id")}/assignment", new { workerId = _workers[code] });
            story.Say($"{NameOf(code)} takes {work.Step} of job {work.Job}");
        }

        var path = $"/api/v1/jobs/{job.Text("id")}/steps/{StepOf(job, work.Step).Text("id")}";
        await api.Post(path + ":start", new { });
        var after = await api.Post(path + ":complete", new { goodQuantity = work.Good, rejectedQuantity = work.Rejected });
        var step = StepOf(after, work.Step);
        var what = $"job {work.Job}, {work.Step}";
        var isRight = story.Same(what + ", status", "COMPLETED", step.Text("status"))
            & story.Same(what + ", earned", work.Earns ?? "", step.Amount("earned"));

        var worker = day.Workers.First(w => _workers[w.Code] == step.Text("workerId"));
        var pieces = $"{worker.Name}: {work.Step} of job {work.Job}, {work.Good} pieces" + (work.Rejected > 0 ? $" ({work.Rejected} rejected)" : "");
        if (work.Earns is null)
        {
            story.Say(isRight, $"{pieces}, which is not paid");
            return;
        }

        var took = await UntilCredited(step.Text("workerId"), step.Text("id"));
        story.Say(isRight & story.Same(what + ", credited", "in time", took is null ? "not" : "in time"),
            $"{pieces} x {step.Amount("rate")} = {step.Amount("earned")} {day.Tenant.Currency}"
            + (took is { } t ? string.Create(CultureInfo.InvariantCulture, $", credited after {t.TotalMilliseconds:0} ms") : ", and no wage in sight"));
    }

    /// <summary>Pays a worker, and sends the same payment again to see that it counts once.</summary>
    public async Task Pay(FirstDay.Payment payment)
    {
        var (key, what) = (api.NewKey(), $"payment to {payment.Worker}");
        var body = new { workerId = _workers[payment.Worker], amount = payment.Amount, currency = day.Tenant.Currency, method = payment.Method, note = payment.Note };
        var paid = await api.Post("/api/v1/ledger/payments", body, key);
        var again = await api.Post("/api/v1/ledger/payments", body, key);
        var covered = paid.List("allocations").Select(a => $"job {NumberOf(a.Text("jobId"))} {a.Amount("amount")}").ToList();
        var isRight = story.Same(what + ", sent twice", paid.Text("id"), again.Text("id"))
            & story.Same(what + ", allocations", string.Join(", ", payment.Expected.Allocations.Select(a => $"job {a.Job} {a.Amount}")), string.Join(", ", covered))
            & story.Same(what + ", advance", payment.Expected.Advance, paid.Amount("advance"))
            & story.Same(what + ", balance", payment.Expected.Balance, paid.Amount("balance"));
        story.Say(isRight, $"{NameOf(payment.Worker)} is paid {payment.Amount} {day.Tenant.Currency}: {string.Join(", ", covered)}"
            + (payment.Expected.Advance == "0.0000" ? "" : $", advance {paid.Amount("advance")}") + $"; balance {paid.Amount("balance")}");
    }

    private async Task Order(FirstDay.Job order)
    {
        var job = await api.Post("/api/v1/jobs", new
        {
            articleId = _articles[order.Article],
            quantities = order.Quantities,
            attributes = order.Attributes,
            assignments = order.Assignments.ToDictionary(a => a.Key, a => _workers[a.Value]),
        });
        _jobs.Add(job);
        var pieces = order.Quantities.Values.Sum();
        var isRight = story.Same("number of a job", _jobs.Count.ToString(CultureInfo.InvariantCulture), job.Text("number"))
            & story.Same($"job {_jobs.Count}, pieces", pieces.ToString(CultureInfo.InvariantCulture), job.Text("totalQuantity"))
            & story.Same($"job {_jobs.Count}, status", "PENDING", job.Text("status"));
        story.Say(isRight, $"Job {job.Text("number")}: {pieces} x {order.Article} ({string.Join(", ", order.Quantities.Select(q => $"{q.Value} in {q.Key}"))})");
    }

    // The wage travels from the database of one service over the bus into that of another; nobody waits for it but this demo.
    private async Task<TimeSpan?> UntilCredited(string workerId, string stepId)
    {
        var (watch, pause) = (Stopwatch.StartNew(), TimeSpan.FromMilliseconds(5));
        while (watch.Elapsed < LongestWait)
        {
            var entries = (await api.Get($"/api/v1/ledger/workers/{workerId}?pageSize=200")).List("entries");
            if (entries.Any(e => e.GetProperty("source").Text("stepId") == stepId)) return watch.Elapsed;
            await Task.Delay(pause, cancellation);
            pause = TimeSpan.FromMilliseconds(Math.Min(500, pause.TotalMilliseconds * 1.5));
        }

        return null;
    }

    private string NameOf(string code) => day.Workers.First(w => w.Code == code).Name;

    private static JsonElement StepOf(JsonElement job, string name) => job.List("steps").First(s => s.Text("name") == name);
}
