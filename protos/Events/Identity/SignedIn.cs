namespace FactoryFlow.Events.Identity;

/// <summary>Somebody signed in, and a session began.</summary>
[Announcement]
public sealed record SignedIn : IFact
{
    /// <inheritdoc />
    public required Guid EventId { get; init; }

    /// <inheritdoc />
    public required Guid TenantId { get; init; }

    /// <inheritdoc />
    public required DateTimeOffset OccurredAt { get; init; }

    /// <summary>Who.</summary>
    public required Guid UserId { get; init; }

    /// <summary>The session that began.</summary>
    public required Guid SessionId { get; init; }
}
