using FactoryFlow.Events.Production;

namespace FactoryFlow.Ledger.Tests.Support;

/// <summary>Completed steps as tests need them: ten good pieces at 1.2500 each, 12.5000 together.</summary>
internal static class Some
{
    public static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    public static JobStepCompleted Step(Guid tenant, Guid? worker = null, Guid? job = null) => new()
    {
        EventId = Guid.CreateVersion7(),
        TenantId = tenant,
        OccurredAt = Now,
        JobId = job ?? Guid.CreateVersion7(),
        JobNumber = 17,
        StepId = Guid.CreateVersion7(),
        StepName = "Cutting",
        ArticleId = Guid.CreateVersion7(),
        WorkerId = worker ?? Guid.CreateVersion7(),
        GoodQuantity = 10,
        RejectedQuantity = 1,
        IsPaid = true,
        RateVersionId = Guid.CreateVersion7(),
        Rate = 1.25m,
        Currency = "EUR",
    };

    /// <summary>The same work as a report of its own.</summary>
    public static JobStepCompleted Report(Guid tenant, Guid? worker = null) => Step(tenant, worker) with { ReportId = Guid.CreateVersion7() };

    /// <summary>The same work as a partial report.</summary>
    public static JobStepProgressed Partial(JobStepCompleted whole) => new()
    {
        EventId = Guid.NewGuid(),
        TenantId = whole.TenantId,
        OccurredAt = whole.OccurredAt,
        JobId = whole.JobId,
        JobNumber = whole.JobNumber,
        StepId = whole.StepId,
        StepName = whole.StepName,
        ArticleId = whole.ArticleId,
        WorkerId = whole.WorkerId,
        GoodQuantity = whole.GoodQuantity,
        RejectedQuantity = whole.RejectedQuantity,
        IsPaid = whole.IsPaid,
        RateVersionId = whole.RateVersionId,
        Rate = whole.Rate,
        Currency = whole.Currency,
        ReportId = whole.ReportId,
        Shares = whole.Shares,
    };

    /// <summary>The rate of held work has come.</summary>
    public static HeldWageReleased Release(JobStepCompleted held, decimal rate) => new()
    {
        EventId = Guid.NewGuid(),
        TenantId = held.TenantId,
        OccurredAt = Now.AddDays(1),
        JobId = held.JobId,
        JobNumber = held.JobNumber,
        StepId = held.StepId,
        StepName = held.StepName,
        ArticleId = held.ArticleId,
        ReportId = held.ReportId ?? held.StepId,
        WorkerId = held.WorkerId,
        GoodQuantity = held.GoodQuantity,
        RateVersionId = Guid.NewGuid(),
        Rate = rate,
        Currency = held.Currency,
        WorkTime = held.OccurredAt,
    };

    /// <summary>The work is taken back.</summary>
    public static JobStepReopened Reopening(JobStepCompleted work) => new()
    {
        EventId = Guid.NewGuid(),
        TenantId = work.TenantId,
        OccurredAt = Now.AddDays(2),
        JobId = work.JobId,
        JobNumber = work.JobNumber,
        StepId = work.StepId,
        StepName = work.StepName,
        ArticleId = work.ArticleId,
        ReportId = Guid.NewGuid(),
        ReversedReportId = work.ReportId ?? work.StepId,
        GoodQuantity = work.GoodQuantity,
        RejectedQuantity = work.RejectedQuantity,
        Reason = "miscounted",
    };
}
