namespace FactoryFlow.Events.Production;

/// <summary>
/// A report of paid work that had no rate has got one: its wage is due. It tells the whole wage, since it may arrive before the report
/// itself; a report that was taken back is not released.
/// </summary>
public sealed record HeldWageReleased : IFact
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

    /// <summary>The step.</summary>
    public required Guid StepId { get; init; }

    /// <summary>The step's name, such as "Cutting".</summary>
    public required string StepName { get; init; }

    /// <summary>The article that the job makes.</summary>
    public required Guid ArticleId { get; init; }

    /// <summary>The report; the step's id where it was reported before there were reports.</summary>
    public required Guid ReportId { get; init; }

    /// <summary>Who did it; where several did, the first of <see cref="Shares" />.</summary>
    public required Guid WorkerId { get; init; }

    /// <summary>Pieces of the report that passed.</summary>
    public required int GoodQuantity { get; init; }

    /// <summary>The version of the rate that came.</summary>
    public required Guid RateVersionId { get; init; }

    /// <summary>What a good piece pays, at most four decimals.</summary>
    public required decimal Rate { get; init; }

    /// <summary>ISO 4217 code of <see cref="Rate" />.</summary>
    public required string Currency { get; init; }

    /// <summary>When the work was done, which the wage counts from.</summary>
    public required DateTimeOffset WorkTime { get; init; }

    /// <summary>How the wage is shared among several workers; null when all of it is <see cref="WorkerId" />'s.</summary>
    public IReadOnlyList<WageShare>? Shares { get; init; }
}
