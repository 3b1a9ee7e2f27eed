namespace FactoryFlow.Events.Production;

/// <summary>
/// A report was taken back by a correction: whatever it credited is to be posted once more the other way round. It may arrive before the
/// report that it takes back, and before the release of that report's held wage.
/// </summary>
public sealed record JobStepReopened : IFact
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

    /// <summary>The correction, a report of its own.</summary>
    public required Guid ReportId { get; init; }

    /// <summary>The report that it takes back, the whole of it; a report is taken back once at most.</summary>
    public required Guid ReversedReportId { get; init; }

    /// <summary>The pieces that had passed by the report and now have not.</summary>
    public required int GoodQuantity { get; init; }

    /// <summary>The pieces that had not passed by the report and are open again.</summary>
    public required int RejectedQuantity { get; init; }

    /// <summary>Why, as a person wrote it.</summary>
    public required string Reason { get; init; }
}
