using FactoryFlow.Events;
using FactoryFlow.Events.Production;

namespace FactoryFlow.Ledger.Tests.Support;

/// <summary>One report of work: who shares it, what it is worth, and what becomes of it.</summary>
internal sealed record WorkPlan(int Workers, int Pieces, decimal? Rate, bool IsPaid, bool IsPartial, bool IsReleased, bool IsTakenBack)
{
    /// <summary>What held work is released at.</summary>
    public const decimal LateRate = 0.7007m;

    public bool IsHeld => IsPaid && Pieces > 0 && Rate is null && !IsReleased;

    /// <summary>What it pays in the end.</summary>
    public decimal? FinalRate => !IsPaid || Pieces == 0 ? null : Rate ?? (IsReleased ? LateRate : null);
}

/// <summary>Reports, payments in ten-thousandths, and a number that decides the order of everything.</summary>
internal sealed record History(IReadOnlyList<WorkPlan> Works, IReadOnlyList<int> Payments, int Seed);

/// <summary>What happens at once.</summary>
internal sealed record Delivery(IReadOnlyList<IFact> Facts, decimal? Payment, bool IsPaymentReversed, bool InboxForgets);

/// <summary>A credit that the books must show.</summary>
internal sealed record ExpectedCredit(string Source, Guid Worker, decimal Amount, bool IsTakenBack);

/// <summary>A history in a tenant of its own: its facts in a random order, some of them twice, and what must come of them in any order.</summary>
internal sealed class Play
{
    private readonly History _history;
    private readonly Random _random;
    private readonly List<(WorkPlan Plan, Guid Report, Guid Step)> _works;

    public Play(History history)
    {
        (_history, _random) = (history, new Random(history.Seed));
        _works = [.. history.Works.Select(w => (w, Guid.NewGuid(), Guid.NewGuid()))];
    }

    public Guid Tenant { get; } = Guid.NewGuid();

    public Guid[] Workers { get; } = [Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid()];

    /// <summary>What was paid to the first worker.</summary>
    public decimal Paid { get; set; }

    public IEnumerable<Delivery> Deliveries()
    {
        var facts = _works.SelectMany(FactsOf).ToList();
        var all = facts.Concat(facts.Where(_ => _random.Next(3) == 0)).OrderBy(_ => _random.Next()).ToList();
        var payments = new Queue<int>(_history.Payments);
        foreach (var batch in all.Chunk(_random.Next(1, 6)))
            yield return new Delivery(batch, _random.Next(3) == 0 && payments.TryDequeue(out var amount) ? amount / 10_000m : null, _random.Next(2) == 0, _random.Next(4) == 0);
    }

    public IEnumerable<ExpectedCredit> Credited() =>
        from work in _works
        where work.Plan.FinalRate is not null
        from share in SharesOf(work.Plan, work.Plan.FinalRate)
        where share.Amount != 0m
        select new ExpectedCredit($"report:{work.Report}:{share.WorkerId}", share.WorkerId, share.Amount!.Value, work.Plan.IsTakenBack);

    public IEnumerable<string> Held() => _works.Where(w => w.Plan is { IsHeld: true, IsTakenBack: false }).Select(w => w.Report.ToString()).Order(StringComparer.Ordinal);

    public override string ToString() => $"{string.Join("; ", _history.Works)}; paid {string.Join(", ", _history.Payments)}; seed {_history.Seed}";

    private IEnumerable<IFact> FactsOf((WorkPlan Plan, Guid Report, Guid Step) work)
    {
        var (plan, report, step) = work;
        var whole = Some.Step(Tenant, Workers[0]) with
        {
            EventId = Guid.NewGuid(), StepId = step, ReportId = report, GoodQuantity = plan.Pieces, IsPaid = plan.IsPaid, Rate = plan.Rate,
            RateVersionId = plan.Rate is null ? null : Guid.NewGuid(), Shares = plan.Workers == 1 ? null : SharesOf(plan, plan.Rate),
        };
        yield return plan.IsPartial ? Some.Partial(whole) : whole;
        if (plan is { IsPaid: true, Pieces: > 0, Rate: null, IsReleased: true })
            yield return Some.Release(whole, WorkPlan.LateRate) with { Shares = plan.Workers == 1 ? null : SharesOf(plan, WorkPlan.LateRate) };
        if (plan.IsTakenBack) yield return Some.Reopening(whole);
    }

    // Rounded down, and what is left goes to those who lost most: the rule of the fact, done once more.
    private List<WageShare> SharesOf(WorkPlan plan, decimal? rate)
    {
        var parts = Enumerable.Range(1, plan.Workers).Select(n => n * 1.5m).ToList();
        var exact = parts.ConvertAll(p => rate * plan.Pieces * p / parts.Sum());
        var amounts = exact.ConvertAll(e => e is { } x ? Math.Floor(x * 10_000m) / 10_000m : (decimal?)null);
        for (var left = rate * plan.Pieces - amounts.Sum(); rate is not null && left > 0m; left -= 0.0001m)
        {
            var most = Enumerable.Range(0, parts.Count).MaxBy(i => exact[i] - amounts[i]);
            amounts[most] += 0.0001m;
        }

        return [.. parts.Select((part, i) => new WageShare { WorkerId = Workers[i], Basis = "HOURS", Part = part, Amount = amounts[i], Rounding = 0m })];
    }
}
