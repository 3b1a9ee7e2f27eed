namespace FactoryFlow.Events.Identity;

/// <summary>A user is gone: whoever refers to them does so no longer.</summary>
public sealed record UserDeleted : IFact
{
    /// <inheritdoc />
    public required Guid EventId { get; init; }

    /// <inheritdoc />
    public required Guid TenantId { get; init; }

    /// <inheritdoc />
    public required DateTimeOffset OccurredAt { get; init; }

    /// <summary>Who.</summary>
    public required Guid UserId { get; init; }

    /// <summary>STAFF, CUSTOMER or VENDOR.</summary>
    public required string Kind { get; init; }
}
