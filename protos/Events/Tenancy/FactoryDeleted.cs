namespace FactoryFlow.Events.Tenancy;

/// <summary>A factory is gone: whoever refers to it does so no longer.</summary>
public sealed record FactoryDeleted : IFact
{
    /// <inheritdoc />
    public required Guid EventId { get; init; }

    /// <inheritdoc />
    public required Guid TenantId { get; init; }

    /// <inheritdoc />
    public required DateTimeOffset OccurredAt { get; init; }

    /// <summary>The factory.</summary>
    public required Guid FactoryId { get; init; }
}
