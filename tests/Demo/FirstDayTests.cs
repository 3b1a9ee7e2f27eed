using System.Text.Json;
using FactoryFlow.AppHost;
using static FactoryFlow.Demo.Tests.PaperLedger;

namespace FactoryFlow.Demo.Tests;

public sealed class FirstDayTests
{
    private readonly FirstDay _day = FirstDay.Load();

    [Fact]
    public void The_factory_has_three_articles_twelve_sizes_eight_workers_and_five_jobs() =>
        (_day.Articles.Count, _day.Configuration["sizeRange"]!.AsArray().Count, _day.Workers.Count, _day.Jobs.Count).ShouldBe((3, 12, 8, 5));

    [Fact]
    public void Every_size_is_made_and_no_other()
    {
        var sizes = _day.Configuration["sizeRange"]!.AsArray().Select(s => (string)s!);
        _day.Jobs.SelectMany(j => j.Quantities.Keys).Distinct().Order().ShouldBe(sizes.Order());
    }

    [Fact]
    public void No_step_passes_on_more_pieces_than_it_received()
    {
        foreach (var job in _day.Day.Select(t => t.Work).OfType<FirstDay.Work>().GroupBy(w => w.Job))
        {
            var received = _day.Jobs[job.Key - 1].Quantities.Values.Sum();
            foreach (var step in job)
            {
                (step.Good + step.Rejected).ShouldBe(received, $"job {step.Job}, {step.Step}");
                received = step.Good;
            }
        }
    }

    [Fact]
    public void Every_step_earns_what_it_earns_on_paper()
    {
        var paper = new PaperLedger(_day);
        foreach (var work in _day.Day.Select(t => t.Work).OfType<FirstDay.Work>())
            paper.Do(work).ShouldBe(work.Earns, $"job {work.Job}, {work.Step}");
    }

    [Fact]
    public void Every_payment_covers_what_it_covers_on_paper()
    {
        var paper = new PaperLedger(_day);
        foreach (var turn in _day.Day)
        {
            if (turn.Work is { } work) paper.Do(work);
            if (turn.Payment is { } payment) Json(paper.Pay(payment)).ShouldBe(Json(payment.Expected), payment.Worker);
        }
    }

    [Fact]
    public void Every_account_is_in_the_evening_as_it_is_on_paper()
    {
        var paper = Played();
        _day.Expected.Workers.Select(w => w.Worker).ShouldBe(_day.Workers.Select(w => w.Code));
        foreach (var expected in _day.Expected.Workers)
        {
            var page = paper.Pages[expected.Worker];
            var jobs = page.Jobs.ToList();
            Json(expected).ShouldBe(Json(new FirstDay.Account(
                expected.Worker, Text(page.Balance), Text(Math.Max(0, page.Balance)), Text(page.Advance), page.Entries,
                jobs.FindAll(j => j.Covered != j.Earned), [.. jobs.FindAll(j => j.Covered == j.Earned).AsEnumerable().Reverse()])));
        }
    }

    [Fact]
    public void The_trial_balance_is_the_papers_and_sums_to_zero()
    {
        var paper = Played();
        _day.Expected.TrialBalance.ToDictionary(t => t.Account, t => t.Total).ShouldBe(new Dictionary<string, string>
        {
            ["CASH"] = Text(paper.Payments),
            ["WAGES_EXPENSE"] = Text(-paper.Wages),
            ["WORKER_PAYABLE"] = Text(paper.Pages.Values.Sum(p => p.Balance)),
        });
        (paper.Payments - paper.Wages + paper.Pages.Values.Sum(p => p.Balance)).ShouldBe(0);
    }

    [Fact]
    public void Every_job_is_where_its_last_step_left_it()
    {
        var steps = _day.Configuration["jobSteps"]!.AsArray().Count;
        var done = _day.Day.Select(t => t.Work).OfType<FirstDay.Work>().CountBy(w => w.Job).ToDictionary();
        _day.Expected.Jobs.Select(j => (j.Job, j.Status, j.TotalQuantity)).ShouldBe(
            _day.Jobs.Select((j, i) => (i + 1, done[i + 1] == steps ? "COMPLETED" : "IN_PROGRESS", j.Quantities.Values.Sum())));
    }

    [Fact]
    public void The_day_shows_a_job_paid_in_part_an_account_settled_to_zero_and_an_advance()
    {
        var payments = _day.Day.Select(t => t.Payment).OfType<FirstDay.Payment>().ToList();
        payments.ShouldContain(p => p.Expected.Allocations.Count > 2 && p.Expected.Advance == "0.0000" && p.Expected.Balance != "0.0000");
        payments.ShouldContain(p => p.Expected.Balance == "0.0000");
        payments.ShouldContain(p => p.Expected.Advance != "0.0000" && p.Expected.Balance.StartsWith('-'));
    }

    private PaperLedger Played()
    {
        var paper = new PaperLedger(_day);
        foreach (var turn in _day.Day)
        {
            if (turn.Work is { } work) paper.Do(work);
            if (turn.Payment is { } payment) paper.Pay(payment);
        }

        return paper;
    }

    private static string Json<T>(T value) => JsonSerializer.Serialize(value);
}
