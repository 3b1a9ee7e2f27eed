namespace FactoryFlow.Events.Tenancy;

/// <summary>A tenant uses a good part, or all, of what its plan allows. Published once for each time that it crosses the line upwards.</summary>
public sealed record UsageThresholdReached : IFact
{
    /// <inheritdoc />
    public required Guid EventId { get; init; }

    /// <inheritdoc />
    public required Guid TenantId { get; init; }

    /// <inheritdoc />
    public required DateTimeOffset OccurredAt { get; init; }

    /// <summary>The limit, such as <c>MAX_USERS</c>.</summary>
    public required string Limit { get; init; }

    /// <summary>80 or 100.</summary>
    public required int Percent { get; init; }

    /// <summary>How many there are now.</summary>
    public required int Used { get; init; }

    /// <summary>How many there may be.</summary>
    public required int Allowed { get; init; }
}
