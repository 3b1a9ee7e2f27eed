namespace FactoryFlow.Events.Tenancy;

/// <summary>One provider has a tenant's domain as it must be.</summary>
public sealed record DomainConnected : IFact
{
    /// <inheritdoc />
    public required Guid EventId { get; init; }

    /// <inheritdoc />
    public required Guid TenantId { get; init; }

    /// <inheritdoc />
    public required DateTimeOffset OccurredAt { get; init; }

    /// <summary>The domain.</summary>
    public required string Domain { get; init; }

    /// <summary>The provider: VERCEL or CLOUDFLARE.</summary>
    public required string Provider { get; init; }
}
