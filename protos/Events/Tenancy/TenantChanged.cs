namespace FactoryFlow.Events.Tenancy;

/// <summary>A tenant was opened, or something of it changed: all of it, as it is from now on. Of two the one with the higher version holds.</summary>
public sealed record TenantChanged : IFact
{
    /// <inheritdoc />
    public required Guid EventId { get; init; }

    /// <inheritdoc />
    public required Guid TenantId { get; init; }

    /// <inheritdoc />
    public required DateTimeOffset OccurredAt { get; init; }

    /// <summary>Goes up by one with every change of the tenant.</summary>
    public required long Version { get; init; }

    /// <summary>Its name in addresses.</summary>
    public required string Slug { get; init; }

    /// <summary>Its name to show.</summary>
    public required string Name { get; init; }

    /// <summary>ACTIVE, SUSPENDED or INACTIVE.</summary>
    public required string Status { get; init; }

    /// <summary>The slug of its plan.</summary>
    public required string Plan { get; init; }

    /// <summary>ISO 4217 code of its rates and wages.</summary>
    public required string Currency { get; init; }

    /// <summary>How many of each it may have.</summary>
    public required TenantLimits Limits { get; init; }

    /// <summary>How often it may ask.</summary>
    public required TenantRateLimits RateLimits { get; init; }

    /// <summary>What is switched on or off for it, by name; what is not named is off.</summary>
    public required IReadOnlyDictionary<string, bool> FeatureFlags { get; init; }

    /// <summary>The origins that its pages may call from, such as <c>https://portal.example.com</c>.</summary>
    public required IReadOnlyList<string> CorsOrigins { get; init; }
}
