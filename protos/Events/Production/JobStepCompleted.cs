namespace FactoryFlow.Events.Production;

/// <summary>A worker completed a step of a job. Paid steps with a rate are credited by the ledger.</summary>
public sealed record JobStepCompleted : IFact
{
    /// <inheritdoc />
    public required Guid EventId { get; init; }

    /// <inheritdoc />
    public required Guid TenantId { get; init; }

    /// <inheritdoc />
    public required DateTimeOffset OccurredAt { get; init; }

    /// <summary>The job.</summary>
    public required Guid JobId { get; init; }

    /// <summary>The job's number within the tenant.</summary>
    public required int JobNumber { get; init; }

    /// <summary>The step; a step is completed once.</summary>
    public required Guid StepId { get; init; }

    /// <summary>The step's name, such as "Cutting".</summary>
    public required string StepName { get; init; }

    /// <summary>The article that the job makes.</summary>
    public required Guid ArticleId { get; init; }

    /// <summary>Who did it.</summary>
    public required Guid WorkerId { get; init; }

    /// <summary>Pieces that passed; 0 or more.</summary>
    public required int GoodQuantity { get; init; }

    /// <summary>Pieces that did not pass; 0 or more.</summary>
    public required int RejectedQuantity { get; init; }

    /// <summary>Whether the step earns a wage at all.</summary>
    public required bool IsPaid { get; init; }

    /// <summary>The version of the rate that was in force; null on an unpaid step, and on a paid one for which none was.</summary>
    public Guid? RateVersionId { get; init; }

    /// <summary>What a good piece pays, at most four decimals; null exactly when <see cref="RateVersionId" /> is.</summary>
    public decimal? Rate { get; init; }

    /// <summary>ISO 4217 code of <see cref="Rate" />.</summary>
    public required string Currency { get; init; }
}
