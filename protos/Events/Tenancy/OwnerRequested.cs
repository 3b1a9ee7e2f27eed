namespace FactoryFlow.Events.Tenancy;

/// <summary>A tenant that is being opened needs its owner: identity makes one of whom it has prepared, and answers with a fact of its own.</summary>
public sealed record OwnerRequested : IFact
{
    /// <inheritdoc />
    public required Guid EventId { get; init; }

    /// <inheritdoc />
    public required Guid TenantId { get; init; }

    /// <inheritdoc />
    public required DateTimeOffset OccurredAt { get; init; }

    /// <summary>The slug that the tenant's people sign in under.</summary>
    public required string Slug { get; init; }
}
