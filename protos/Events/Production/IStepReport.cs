namespace FactoryFlow.Events.Production;

/// <summary>A report of work at a step: its own pieces, not the step's sum, and what they earn.</summary>
public interface IStepReport : IFact
{
    /// <summary>The job.</summary>
    Guid JobId { get; }

    /// <summary>The job's number within the tenant.</summary>
    int JobNumber { get; }

    /// <summary>The step.</summary>
    Guid StepId { get; }

    /// <summary>The step's name, such as "Cutting".</summary>
    string StepName { get; }

    /// <summary>The article that the job makes.</summary>
    Guid ArticleId { get; }

    /// <summary>Who did it; where several did, the first of <see cref="Shares" />.</summary>
    Guid WorkerId { get; }

    /// <summary>Pieces of this report that passed; 0 or more.</summary>
    int GoodQuantity { get; }

    /// <summary>Pieces of this report that did not pass; 0 or more.</summary>
    int RejectedQuantity { get; }

    /// <summary>Whether the step earns a wage at all.</summary>
    bool IsPaid { get; }

    /// <summary>The version of the rate that was in force; null on an unpaid step, and on a paid one for which none was: its wage is held.</summary>
    Guid? RateVersionId { get; }

    /// <summary>What a good piece pays, at most four decimals; null exactly when <see cref="RateVersionId" /> is.</summary>
    decimal? Rate { get; }

    /// <summary>ISO 4217 code of <see cref="Rate" />.</summary>
    string Currency { get; }

    /// <summary>The report, which other facts refer to; null in a fact from before there were reports, for which the step's id counts.</summary>
    Guid? ReportId { get; }

    /// <summary>When the work was done, where that was not when it was recorded (<see cref="IFact.OccurredAt" />); else null.</summary>
    DateTimeOffset? WorkTime { get; }

    /// <summary>How the wage is shared among several workers; null when all of it is <see cref="WorkerId" />'s.</summary>
    IReadOnlyList<WageShare>? Shares { get; }
}
