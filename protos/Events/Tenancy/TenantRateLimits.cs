namespace FactoryFlow.Events.Tenancy;

/// <summary>How often a tenant may ask; -1 is unlimited.</summary>
public sealed record TenantRateLimits
{
    /// <summary>Requests in a minute, of all its people together.</summary>
    public required int RequestsPerMinute { get; init; }

    /// <summary>Requests in a minute, of each of its people.</summary>
    public required int RequestsPerMinutePerUser { get; init; }
}
