namespace FactoryFlow.Events.Tenancy;

/// <summary>The opening of a tenant has taken longer than it may: unless it has succeeded meanwhile, it is withdrawn.</summary>
public sealed record OpeningOverdue : IFact
{
    /// <inheritdoc />
    public required Guid EventId { get; init; }

    /// <inheritdoc />
    public required Guid TenantId { get; init; }

    /// <inheritdoc />
    public required DateTimeOffset OccurredAt { get; init; }
}
