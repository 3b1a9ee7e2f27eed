using FactoryFlow.Ledger.Entries;

namespace FactoryFlow.Ledger.Wages;

/// <summary>What one worker has of a wage.</summary>
/// <param name="Amount">What it comes to, at most four decimals.</param>
/// <param name="Rounding">What the rounding added to the share rounded down: 0 or 0.0001.</param>
internal readonly record struct Share(decimal Amount, decimal Rounding)
{
    private const int Units = 10_000;

    /// <summary>
    /// A worker's share of a wage, as production computes it: each share is rounded down to four decimals, and what is left over goes,
    /// 0.0001 each, to those who lost most; of equals, to whoever stands first. All of it where nobody shares; null for who has no share.
    /// </summary>
    public static Share? Of(IReadOnlyList<SharePart>? shares, Guid workerId, decimal wage)
    {
        if (shares is null) return new Share(wage, 0m);
        var units = (Int128)(wage * Units);
        var parts = shares.Select(s => (Int128)(s.Part * Units)).ToList();
        var whole = parts.Aggregate(Int128.Zero, (sum, part) => sum + part);
        var floors = parts.ConvertAll(part => units * part / whole);
        var left = (int)(units - floors.Aggregate(Int128.Zero, (sum, floor) => sum + floor));
        var luckier = Enumerable.Range(0, parts.Count).OrderByDescending(i => units * parts[i] % whole).Take(left).ToHashSet();
        for (var i = 0; i < parts.Count; i++)
            if (shares[i].WorkerId == workerId) return luckier.Contains(i) ? new Share(((decimal)floors[i] + 1) / Units, 1m / Units) : new Share((decimal)floors[i] / Units, 0m);
        return null;
    }
}
