namespace FactoryFlow.Events.Identity;

/// <summary>Somebody was created who can sign in, or will once they have a password.</summary>
public sealed record UserCreated : IFact
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
}
