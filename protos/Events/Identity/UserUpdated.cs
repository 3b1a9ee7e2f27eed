namespace FactoryFlow.Events.Identity;

/// <summary>Who somebody is or what they may do has changed; this is how they are now.</summary>
public sealed record UserUpdated : IFact
{
    /// <inheritdoc />
    public required Guid EventId { get; init; }

    /// <inheritdoc />
    public required Guid TenantId { get; init; }

    /// <inheritdoc />
    public required DateTimeOffset OccurredAt { get; init; }

    /// <summary>Who.</summary>
    public required Guid UserId { get; init; }

    /// <summary>The address that they sign in with.</summary>
    [Personal]
    public required string Email { get; init; }

    /// <summary>The name to show.</summary>
    [Personal]
    public required string Name { get; init; }

    /// <summary>STAFF, CUSTOMER or VENDOR.</summary>
    public required string Kind { get; init; }

    /// <summary>Whether the address is another one than before; not said by facts of before this was known.</summary>
    public bool IsEmailChanged { get; init; }

    /// <summary>Whether they may sign in.</summary>
    public required bool IsActive { get; init; }
}
