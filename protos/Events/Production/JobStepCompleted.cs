namespace FactoryFlow.Events.Production;

/// <summary>
/// The final report of a step: what was left of it is done. Unless it was reopened, a step is completed once. Paid steps with a rate
/// are credited by the ledger, those without one are held until <see cref="HeldWageReleased" />.
/// </summary>
public sealed record JobStepCompleted : IStepReport
{
    /// <inheritdoc />
    public required Guid EventId { get; init; }

    /// <inheritdoc />
    public required Guid TenantId { get; init; }

    /// <inheritdoc />
    public required DateTimeOffset OccurredAt { get; init; }

    /// <inheritdoc />
    public required Guid JobId { get; init; }

    /// <inheritdoc />
    public required int JobNumber { get; init; }

    /// <inheritdoc />
    public required Guid StepId { get; init; }

    /// <inheritdoc />
    public required string StepName { get; init; }

    /// <inheritdoc />
    public required Guid ArticleId { get; init; }

    /// <inheritdoc />
    public required Guid WorkerId { get; init; }

    /// <inheritdoc />
    public required int GoodQuantity { get; init; }

    /// <inheritdoc />
    public required int RejectedQuantity { get; init; }

    /// <inheritdoc />
    public required bool IsPaid { get; init; }

    /// <inheritdoc />
    public Guid? RateVersionId { get; init; }

    /// <inheritdoc />
    public decimal? Rate { get; init; }

    /// <inheritdoc />
    public required string Currency { get; init; }

    /// <inheritdoc />
    public Guid? ReportId { get; init; }

    /// <inheritdoc />
    public DateTimeOffset? WorkTime { get; init; }

    /// <inheritdoc />
    public IReadOnlyList<WageShare>? Shares { get; init; }
}
