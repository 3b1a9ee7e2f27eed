using System.Globalization;
using FactoryFlow.Events.Production;

namespace FactoryFlow.Ledger.Wages;

/// <summary>A report of work as wages see it, whichever fact tells of it.</summary>
internal sealed record Report
{
    /// <summary>The report; the step's id where work was reported before there were reports.</summary>
    public required Guid Id { get; init; }

    public required Guid JobId { get; init; }

    public required int JobNumber { get; init; }

    public required Guid StepId { get; init; }

    public required string StepName { get; init; }

    public required Guid ArticleId { get; init; }

    public required int Quantity { get; init; }

    public required string Currency { get; init; }

    /// <summary>When the work was done.</summary>
    public required DateTimeOffset WorkTime { get; init; }

    /// <summary>Null as long as there is none: the wage is held.</summary>
    public required decimal? Rate { get; init; }

    public required Guid? RateVersionId { get; init; }

    /// <summary>Whether it earns anything, now or once there is a rate.</summary>
    public required bool IsPaid { get; init; }

    /// <summary>Who did it, each with a share of the wage; one alone has all of it.</summary>
    public required IReadOnlyList<WageShare> Shares { get; init; }

    /// <summary>WEIGHT, PIECES or HOURS where the wage is shared; else null.</summary>
    public string? Basis => IsShared ? Shares[0].Basis : null;

    /// <summary>Whether several share the wage, be it that only one of them did anything.</summary>
    public required bool IsShared { get; init; }

    /// <summary>A report as production tells of it.</summary>
    public static Report Of(IStepReport fact) => new()
    {
        Id = fact.ReportId ?? fact.StepId,
        JobId = fact.JobId,
        JobNumber = fact.JobNumber,
        StepId = fact.StepId,
        StepName = fact.StepName,
        ArticleId = fact.ArticleId,
        Quantity = fact.GoodQuantity,
        Currency = fact.Currency,
        WorkTime = fact.WorkTime ?? fact.OccurredAt,
        Rate = fact.Rate,
        RateVersionId = fact.RateVersionId,
        IsPaid = fact.IsPaid && fact.GoodQuantity > 0 && fact.Rate != 0m,
        Shares = fact.Shares ?? [Whole(fact.WorkerId, fact.Rate * fact.GoodQuantity)],
        IsShared = fact.Shares is not null,
    };

    /// <summary>A held report whose rate has come.</summary>
    public static Report Of(HeldWageReleased fact) => new()
    {
        Id = fact.ReportId,
        JobId = fact.JobId,
        JobNumber = fact.JobNumber,
        StepId = fact.StepId,
        StepName = fact.StepName,
        ArticleId = fact.ArticleId,
        Quantity = fact.GoodQuantity,
        Currency = fact.Currency,
        WorkTime = fact.WorkTime,
        Rate = fact.Rate,
        RateVersionId = fact.RateVersionId,
        IsPaid = fact.GoodQuantity > 0,
        Shares = fact.Shares ?? [Whole(fact.WorkerId, fact.Rate * fact.GoodQuantity)],
        IsShared = fact.Shares is not null,
    };

    /// <summary>Where the entry of a worker's share comes from: a report is credited once to each.</summary>
    public string SourceOf(Guid workerId) => Id == StepId && !IsShared
        ? SourceOfStep(StepId)
        : string.Create(CultureInfo.InvariantCulture, $"{Prefix}{Id}:{workerId}");

    /// <summary>Where the entry of a step comes from that was completed before there were reports.</summary>
    public static string SourceOfStep(Guid stepId) => $"job-step:{stepId}";

    /// <summary>What the sources of a report's entries begin with; <see cref="SourcesEnd" /> is the first text behind all of them.</summary>
    public static string SourcesStart(Guid reportId) => $"{Prefix}{reportId}:";

    /// <inheritdoc cref="SourcesStart" />
    public static string SourcesEnd(Guid reportId) => $"{Prefix}{reportId};";

    private const string Prefix = "report:";

    private static WageShare Whole(Guid workerId, decimal? amount) => new() { WorkerId = workerId, Basis = "", Part = 1m, Amount = amount };
}
