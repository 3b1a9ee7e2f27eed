namespace FactoryFlow.Events.Identity;

/// <summary>A tenant that is being opened has its owner, who can sign in.</summary>
public sealed record OwnerCreated : IFact
{
    /// <inheritdoc />
    public required Guid EventId { get; init; }

    /// <inheritdoc />
    public required Guid TenantId { get; init; }

    /// <inheritdoc />
    public required DateTimeOffset OccurredAt { get; init; }

    /// <summary>The owner's user.</summary>
    public required Guid UserId { get; init; }
}
