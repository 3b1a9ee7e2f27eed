namespace FactoryFlow.Ledger.Entries;

/// <summary>An entry to be made: it moves a worker's account by <see cref="Amount" /> and its counter account the other way.</summary>
internal sealed record Posting
{
    public required Guid EntryId { get; init; }

    /// <summary>WAGE, PAYMENT, or the name of the tenant's own type.</summary>
    public required string Type { get; init; }

    /// <summary>What it comes from; unique within the tenant.</summary>
    public required string Source { get; init; }

    public required Guid WorkerId { get; init; }

    /// <summary>Credits above zero, debits below.</summary>
    public required decimal Amount { get; init; }

    public required string Currency { get; init; }

    /// <summary>The account on the other side: WAGES_EXPENSE or CASH.</summary>
    public required string CounterAccount { get; init; }

    public required DateTimeOffset EffectiveTime { get; init; }

    public required string Description { get; init; }

    public required EntryDetails Details { get; init; }
}

/// <summary>What an entry comes from, kept with it so that it can be explained and computed again.</summary>
internal sealed record EntryDetails
{
    public Guid? JobId { get; init; }

    public int? JobNumber { get; init; }

    public Guid? StepId { get; init; }

    public string? StepName { get; init; }

    public int? Quantity { get; init; }

    public decimal? Rate { get; init; }

    public Guid? RateVersionId { get; init; }

    public Guid? PaymentId { get; init; }
}
