namespace FactoryFlow.Events.Identity;

/// <summary>So many passwords in a row were wrong that signing in with an address is locked for a while.</summary>
[Announcement]
public sealed record UserLocked : IFact
{
    /// <inheritdoc />
    public required Guid EventId { get; init; }

    /// <inheritdoc />
    public required Guid TenantId { get; init; }

    /// <inheritdoc />
    public required DateTimeOffset OccurredAt { get; init; }

    /// <summary>Who has the address; null when nobody has.</summary>
    public Guid? UserId { get; init; }

    /// <summary>When the lock ends.</summary>
    public required DateTimeOffset UnlockTime { get; init; }
}
