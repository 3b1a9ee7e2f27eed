namespace FactoryFlow.Events.Tenancy;

/// <summary>The opening of a tenant was given up before the tenant was active: whatever was made for it is undone, and its slug is free.</summary>
public sealed record TenantWithdrawn : IFact
{
    /// <inheritdoc />
    public required Guid EventId { get; init; }

    /// <inheritdoc />
    public required Guid TenantId { get; init; }

    /// <inheritdoc />
    public required DateTimeOffset OccurredAt { get; init; }

    /// <summary>The slug that it had reserved.</summary>
    public required string Slug { get; init; }

    /// <summary>Why: the reason that the caller is refused with.</summary>
    public required string Reason { get; init; }
}
