namespace FactoryFlow.Events.Tenancy;

/// <summary>A tenant's configuration was written: all of it, as it is from now on. Of two the one with the higher version holds.</summary>
public sealed record TenantConfigChanged : IFact
{
    /// <inheritdoc />
    public required Guid EventId { get; init; }

    /// <inheritdoc />
    public required Guid TenantId { get; init; }

    /// <inheritdoc />
    public required DateTimeOffset OccurredAt { get; init; }

    /// <summary>Goes up by one with every write of the configuration.</summary>
    public required int Version { get; init; }

    /// <summary>The configuration in JSON, as <c>GET /api/v1/tenant-config</c> answers it.</summary>
    public required string Config { get; init; }
}
