namespace FactoryFlow.Events.Production;

/// <summary>An order went from one status to another: <c>order.workflow.transitioned</c>.</summary>
public sealed record OrderTransitioned : IFact
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

    /// <summary>Where from.</summary>
    public required string FromStatus { get; init; }

    /// <summary>Where to.</summary>
    public required string ToStatus { get; init; }

    /// <summary>The version of the order flow that it was decided with; null when that was the built-in one.</summary>
    public Guid? FlowId { get; init; }

    /// <summary>Why, in the words of whoever took it there; empty when nothing was said.</summary>
    public required string Notes { get; init; }

    /// <summary>Who took it there.</summary>
    public required Guid ActorId { get; init; }

    /// <summary>Whom the flow wants to be told, on channels that are switched on; sending is for whoever hears of it.</summary>
    public required IReadOnlyList<OrderNotification> Notifications { get; init; }
}
