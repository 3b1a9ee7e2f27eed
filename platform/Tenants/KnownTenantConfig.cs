using FactoryFlow.Tenancy.V1;

namespace FactoryFlow.Platform.Tenants;

/// <summary>A tenant's configuration as this service knows it.</summary>
/// <param name="Config">The configuration.</param>
/// <param name="OldSince">When it was last known to be the newest; null when tenancy has just said so.</param>
public sealed record KnownTenantConfig(TenantConfig Config, DateTimeOffset? OldSince);
