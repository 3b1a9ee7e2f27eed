namespace FactoryFlow.Events.Production;

/// <summary>
/// One worker's share of a report's wage. The shares' amounts add up to rate times good pieces: each is rounded down to four decimals,
/// and what is left over goes, 0.0001 each, to those who lost most (of equals, to whoever stands first).
/// </summary>
public sealed record WageShare
{
    /// <summary>Whose share it is; a worker has one share of a report at most.</summary>
    public required Guid WorkerId { get; init; }

    /// <summary>What <see cref="Part" /> counts: WEIGHT, PIECES or HOURS; the same in all shares of a report.</summary>
    public required string Basis { get; init; }

    /// <summary>How much of it is this worker's; above zero, at most four decimals.</summary>
    public required decimal Part { get; init; }

    /// <summary>What the share earns, at most four decimals; null where the report has no rate.</summary>
    public decimal? Amount { get; init; }

    /// <summary>What the rounding added to the share rounded down: 0 or 0.0001; null where <see cref="Amount" /> is.</summary>
    public decimal? Rounding { get; init; }
}
