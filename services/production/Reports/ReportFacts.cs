using FactoryFlow.Events;
using FactoryFlow.Events.Production;
using FactoryFlow.Platform.Data;
using FactoryFlow.Production.V1;
using Job = FactoryFlow.Production.Jobs.Job;

namespace FactoryFlow.Production.Reports;

/// <summary>What others are told of a report.</summary>
internal static class ReportFacts
{
    /// <summary>The fact of a report.</summary>
    public static IFact Of(TenantTx tx, Job job, Report report) => report.Kind switch
    {
        StepReport.Types.Kind.Completion => Completed(tx, job, job.Find(report.StepId), report),
        StepReport.Types.Kind.Progress => Progressed(tx, job, job.Find(report.StepId), report),
        _ => Reopened(tx, job, job.Find(report.StepId), report),
    };

    /// <summary>The fact that a held report got its rate.</summary>
    public static HeldWageReleased Released(TenantTx tx, Guid jobId, int jobNumber, Guid articleId, string stepName, string currency, Report report) => new()
    {
        EventId = tx.NewId(),
        TenantId = tx.TenantId,
        OccurredAt = tx.Now,
        JobId = jobId,
        JobNumber = jobNumber,
        StepId = report.StepId,
        StepName = stepName,
        ArticleId = articleId,
        ReportId = report.Id,
        WorkerId = report.WorkerId,
        GoodQuantity = report.Good,
        RateVersionId = report.Rate!.VersionId,
        Rate = report.Rate.Amount,
        Currency = currency,
        WorkTime = report.WorkTime,
        Shares = report.Shares,
    };

    private static JobStepCompleted Completed(TenantTx tx, Job job, Jobs.Step step, Report report) => new()
    {
        EventId = tx.NewId(),
        TenantId = tx.TenantId,
        OccurredAt = tx.Now,
        JobId = job.Id,
        JobNumber = job.Number,
        StepId = step.Id,
        StepName = step.Name,
        ArticleId = job.ArticleId,
        WorkerId = report.WorkerId,
        GoodQuantity = report.Good,
        RejectedQuantity = report.Rejected,
        IsPaid = step.IsPaid,
        RateVersionId = report.Rate?.VersionId,
        Rate = report.Rate?.Amount,
        Currency = job.Currency,
        ReportId = report.Id,
        WorkTime = WorkTime(tx, report),
        Shares = report.Shares,
    };

    private static JobStepProgressed Progressed(TenantTx tx, Job job, Jobs.Step step, Report report) => new()
    {
        EventId = tx.NewId(),
        TenantId = tx.TenantId,
        OccurredAt = tx.Now,
        JobId = job.Id,
        JobNumber = job.Number,
        StepId = step.Id,
        StepName = step.Name,
        ArticleId = job.ArticleId,
        WorkerId = report.WorkerId,
        GoodQuantity = report.Good,
        RejectedQuantity = report.Rejected,
        IsPaid = step.IsPaid,
        RateVersionId = report.Rate?.VersionId,
        Rate = report.Rate?.Amount,
        Currency = job.Currency,
        ReportId = report.Id,
        WorkTime = WorkTime(tx, report),
        Shares = report.Shares,
    };

    private static JobStepReopened Reopened(TenantTx tx, Job job, Jobs.Step step, Report correction) => new()
    {
        EventId = tx.NewId(),
        TenantId = tx.TenantId,
        OccurredAt = tx.Now,
        JobId = job.Id,
        JobNumber = job.Number,
        StepId = step.Id,
        StepName = step.Name,
        ArticleId = job.ArticleId,
        ReportId = correction.Id,
        ReversedReportId = correction.ReversesId!.Value,
        GoodQuantity = -correction.Good,
        RejectedQuantity = -correction.Rejected,
        Reason = correction.Reason!,
    };

    private static DateTimeOffset? WorkTime(TenantTx tx, Report report) => report.WorkTime == tx.Now ? null : report.WorkTime;
}
