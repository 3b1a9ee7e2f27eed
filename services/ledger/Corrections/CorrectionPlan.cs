using FactoryFlow.Common.V1;
using FactoryFlow.Ledger.Accounts;
using FactoryFlow.Ledger.V1;
using FactoryFlow.Platform.Data;

namespace FactoryFlow.Ledger.Corrections;

/// <summary>Every line that changes, in the order of the entries. Its hash tells whether another plan does the same.</summary>
internal sealed record CorrectionPlan(IReadOnlyList<PlannedLine> Lines)
{
    private const int PageOfWages = 5000, MostWages = 100_000;
    private const string Version = "factoryflow-rate-correction-1";

    /// <summary>Stands for every line that changes, from what and to what.</summary>
    public string Hash => LineHash.Hex(LineHash.Of([Version, .. Lines.Select(l => string.Join(' ', l.EntryId, l.WorkerId, l.Currency, Wire.Amount(l.Standing), Wire.Amount(l.Corrected)))]));

    /// <summary>What it costs, by currency.</summary>
    public IEnumerable<Money> Costs => Lines.GroupBy(l => l.Currency).OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => Wire.Money(g.Sum(l => l.Delta), g.Key));

    /// <summary>What each worker gains or loses.</summary>
    public IEnumerable<WorkerDelta> Workers => Lines.GroupBy(l => (l.WorkerId, l.Currency)).OrderBy(g => g.Key.WorkerId)
        .Select(g => new WorkerDelta { WorkerId = g.Key.WorkerId.ToString(), LineCount = g.Count(), Delta = Wire.Money(g.Sum(l => l.Delta), g.Key.Currency) });

    /// <summary>Reads the wages that changes are about, some thousand at a time, and plans what becomes of each.</summary>
    /// <exception cref="Platform.Errors.Refusal">RATE_CORRECTION_TOO_LARGE.</exception>
    public static async Task<CorrectionPlan> Make(TenantTx tx, RateChanges changes)
    {
        var (lines, after, articles) = (new List<PlannedLine>(), (DateTimeOffset.UnixEpoch, Guid.Empty), changes.Rates.Keys.Select(k => k.Article).Distinct().ToArray());
        var count = CorrectionStore.AskCount(tx, changes.From, changes.To, articles, MostWages + 1);
        await tx.Flush();
        if (count.First > MostWages)
            throw Reasons.RateCorrectionTooLarge.Refuse($"More than {MostWages} wages were earned at these articles in this time: name less time or fewer articles, and make several corrections.", "scope");

        while (true)
        {
            var wages = CorrectionStore.AskWages(tx, changes.From, changes.To, articles, after, PageOfWages);
            await tx.Flush();
            lines.AddRange(wages.Rows.Select(changes.Plan).OfType<PlannedLine>());
            if (wages.Rows.Count < PageOfWages) return new CorrectionPlan([.. lines.OrderBy(l => l.EntryId)]);
            after = (wages.Rows[^1].EffectiveTime, wages.Rows[^1].EntryId);
        }
    }
}
