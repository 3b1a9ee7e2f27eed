using FactoryFlow.Events.Identity;
using FactoryFlow.Events.Production;

namespace FactoryFlow.Platform.Tests.Support;

/// <summary>Facts as tests need them.</summary>
internal static class Some
{
    public static SignedIn Announcement(Guid tenant) =>
        new() { EventId = Guid.CreateVersion7(), TenantId = tenant, OccurredAt = DateTimeOffset.UnixEpoch, UserId = Guid.CreateVersion7(), SessionId = Guid.CreateVersion7() };

    public static JobStepCompleted Fact(Guid tenant, Guid? eventId = null, string step = "Cutting", Guid? job = null) => new()
    {
        EventId = eventId ?? Guid.CreateVersion7(),
        TenantId = tenant,
        OccurredAt = new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero),
        JobId = job ?? Guid.CreateVersion7(),
        JobNumber = 17,
        StepId = Guid.CreateVersion7(),
        StepName = step,
        ArticleId = Guid.CreateVersion7(),
        WorkerId = Guid.CreateVersion7(),
        GoodQuantity = 98,
        RejectedQuantity = 2,
        IsPaid = true,
        RateVersionId = Guid.CreateVersion7(),
        Rate = 0.1250m,
        Currency = "EUR",
    };
}
