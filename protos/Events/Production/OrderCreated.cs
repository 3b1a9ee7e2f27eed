namespace FactoryFlow.Events.Production;

/// <summary>Somebody wants something made.</summary>
public sealed record OrderCreated : IFact
{
    /// <inheritdoc />
    public required Guid EventId { get; init; }

    /// <inheritdoc />
    public required Guid TenantId { get; init; }

    /// <inheritdoc />
    public required DateTimeOffset OccurredAt { get; init; }

    /// <summary>The order.</summary>
    public required Guid OrderId { get; init; }

    /// <summary>Its number within the tenant.</summary>
    public required int OrderNumber { get; init; }

    /// <summary>What the customer knows it by; empty when by nothing.</summary>
    public required string CustomerReference { get; init; }

    /// <summary>Its service category; null when it has none.</summary>
    public Guid? CategoryId { get; init; }

    /// <summary>Where it begins.</summary>
    public required string Status { get; init; }

    /// <summary>It may take the short ways of its flow.</summary>
    public required bool IsExpress { get; init; }

    /// <summary>When it is to be ready; null when that is open.</summary>
    public DateTimeOffset? DueTime { get; init; }

    /// <summary>Who created it.</summary>
    public required Guid ActorId { get; init; }
}
