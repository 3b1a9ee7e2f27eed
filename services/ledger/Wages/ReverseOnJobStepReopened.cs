using FactoryFlow.Events.Production;
using FactoryFlow.Ledger.Entries;
using FactoryFlow.Ledger.HeldLines;
using FactoryFlow.Platform.Data;
using FactoryFlow.Platform.Messages;

namespace FactoryFlow.Ledger.Wages;

/// <summary>Posts the exact opposite of what stands of a report that was taken back, and remembers it: the report may come later, and of nothing there is no opposite.</summary>
internal sealed class ReverseOnJobStepReopened : IFactHandler<JobStepReopened>
{
    public static string Name => "reverse-on-job-step-reopened";

    public Action<IReadOnlyList<JobStepReopened>> Plan(TenantTx tx, IReadOnlyList<JobStepReopened> facts)
    {
        var ids = facts.Select(f => f.ReversedReportId).Distinct().ToArray();
        ReportStore.Lock(tx, ids);
        var accounts = ReportStore.AskLockedAccounts(tx, ids);
        var credited = ReportStore.AskCredited(tx, ids);
        var held = HeldLineStore.Ask(tx, ids);

        return fresh =>
        {
            var linesOf = credited.Rows.ToLookup(l => l.ReportId);
            var heldIds = held.Rows.Select(h => h.ReportId).ToHashSet();
            // What had no good piece earned nothing, and nothing will come.
            var takeBacks = fresh.Where(f => f.GoodQuantity > 0).DistinctBy(f => f.ReversedReportId)
                .Select(f => new TakeBack(f.ReversedReportId, f.OccurredAt, f.Reason)).ToList();
            if (takeBacks.Count == 0) return;
            TakeBack.Remember(tx, takeBacks);
            if (heldIds.Count > 0) HeldLineStore.TakeBack(tx, takeBacks);
            EntryStore.Post(tx, Journal.Book(accounts.Rows, takeBacks.SelectMany(t =>
                CreditedLine.ToPostings(linesOf[t.ReportId]).Select(p => Reversal.Of(p, tx.NewId(), t.EffectiveTime, t.Reason))), tx.Now));
        };
    }
}
