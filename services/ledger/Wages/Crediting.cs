using FactoryFlow.Events;
using FactoryFlow.Events.Production;
using FactoryFlow.Ledger.Accounts;
using FactoryFlow.Ledger.Entries;
using FactoryFlow.Ledger.HeldLines;
using FactoryFlow.Platform.Data;

namespace FactoryFlow.Ledger.Wages;

/// <summary>
/// What reports of work and releases of held wages do to the books, in whatever order they arrive and however often: the entries'
/// sources leave out what was credited before, and a report that was taken back before it came is credited and taken back at once.
/// </summary>
internal static class Crediting
{
    /// <summary>Queues what the reports of one tenant need to be credited.</summary>
    public static Action<IReadOnlyList<TFact>> PlanReports<TFact>(TenantTx tx, IReadOnlyList<TFact> facts) where TFact : IStepReport =>
        Plan<TFact>(tx, facts.ToDictionary(f => f.EventId, f => Report.Of(f)), (reports, books) =>
        {
            var unrated = reports.Where(r => r is { IsPaid: true, Rate: null }).ToList();
            if (unrated.Count > 0) HeldLineStore.Hold(tx, unrated.ConvertAll(r => (r, books.TakeBackOf(r.Id))));
            // Production told of the report again, with the rate that had come meanwhile.
            var released = reports.Where(r => r.Rate is not null && books.IsHeld(r.Id)).ToList();
            if (released.Count > 0) HeldLineStore.Release(tx, released);
        });

    /// <summary>Queues what the releases of one tenant need to be credited.</summary>
    public static Action<IReadOnlyList<HeldWageReleased>> PlanReleases(TenantTx tx, IReadOnlyList<HeldWageReleased> facts) =>
        Plan<HeldWageReleased>(tx, facts.ToDictionary(f => f.EventId, Report.Of), (reports, _) => HeldLineStore.Release(tx, reports));

    private static Action<IReadOnlyList<TFact>> Plan<TFact>(
        TenantTx tx, Dictionary<Guid, Report> reports, Action<IReadOnlyList<Report>, Books> hold) where TFact : IFact
    {
        var ids = reports.Values.Select(r => r.Id).Distinct().ToArray();
        var paid = reports.Values.Where(r => r.IsPaid).ToList();
        var workers = paid.SelectMany(r => r.Shares.Select(s => (s.WorkerId, r.Currency))).DistinctBy(w => w.WorkerId).OrderBy(w => w.WorkerId).ToList();
        ReportStore.Lock(tx, ids);
        AccountStore.Open(tx, [.. workers.Select(w => w.WorkerId)], [.. workers.Select(w => w.Currency)]);
        var accounts = AccountStore.AskLocked(tx, [.. workers.Select(w => w.WorkerId)]);
        var posted = EntryStore.AskPosted(tx, [.. paid.SelectMany(r => r.Shares.Select(s => r.SourceOf(s.WorkerId)))]);
        var takeBacks = TakeBack.Ask(tx, ids);
        var held = HeldLineStore.Ask(tx, ids);

        return fresh =>
        {
            var books = new Books(takeBacks.Rows, held.Rows);
            var mine = fresh.Select(f => reports[f.EventId]).DistinctBy(r => r.Id).ToList();
            hold(mine, books);
            var known = posted.Rows.ToHashSet();
            EntryStore.Post(tx, Journal.Book(accounts.Rows, mine.SelectMany(r => PostingsOf(tx, r, books.TakeBackOf(r.Id), known)), tx.Now));
        };
    }

    private static IEnumerable<Posting> PostingsOf(TenantTx tx, Report report, TakeBack? takeBack, HashSet<string> known)
    {
        var wages = Wage.Of(report, tx.NewId).Where(p => known.Add(p.Source)).ToList();
        return takeBack is null ? wages : wages.Concat(wages.Select(p => Reversal.Of(p, tx.NewId(), takeBack.EffectiveTime, takeBack.Reason)));
    }

    /// <summary>What is known of the reports of a batch before it is booked.</summary>
    private sealed class Books(IReadOnlyList<TakeBack> takeBacks, IReadOnlyList<HeldReport> held)
    {
        private readonly Dictionary<Guid, TakeBack> _takeBacks = takeBacks.ToDictionary(t => t.ReportId);
        private readonly Dictionary<Guid, HeldReport> _held = held.ToDictionary(h => h.ReportId);

        public bool IsHeld(Guid reportId) => _held.TryGetValue(reportId, out var report) && report.Outcome != "RELEASED";

        public TakeBack? TakeBackOf(Guid reportId) => _takeBacks.GetValueOrDefault(reportId) ?? _held.GetValueOrDefault(reportId)?.TakeBack;
    }
}
