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
}
