namespace FactoryFlow.Events.Tenancy;

/// <summary>The slug of a tenant that is being opened is reserved. Its opening goes on from here by facts alone, whoever stops on the way.</summary>
public sealed record TenantReserved : IFact
{
    /// <inheritdoc />
    public required Guid EventId { get; init; }

    /// <inheritdoc />
    public required Guid TenantId { get; init; }

    /// <inheritdoc />
    public required DateTimeOffset OccurredAt { get; init; }

    /// <summary>The slug.</summary>
    public required string Slug { get; init; }
}
