namespace FactoryFlow.Events.Workflow;

/// <summary>Somebody completed a task.</summary>
public sealed record WorkflowTaskCompleted : IFact
{
    /// <inheritdoc />
    public required Guid EventId { get; init; }

    /// <inheritdoc />
    public required Guid TenantId { get; init; }

    /// <inheritdoc />
    public required DateTimeOffset OccurredAt { get; init; }

    /// <summary>The task.</summary>
    public required Guid TaskId { get; init; }

    /// <summary>Its instance.</summary>
    public required Guid InstanceId { get; init; }

    /// <summary>What the instance's definition is called.</summary>
    public required string DefinitionName { get; init; }

    /// <summary>What the tenant knows the instance by; empty when by nothing.</summary>
    public required string BusinessKey { get; init; }

    /// <summary>The state that the instance waits in.</summary>
    public required string State { get; init; }

    /// <summary>The transition that they took.</summary>
    public required string Transition { get; init; }

    /// <summary>Who.</summary>
    public required Guid ActorId { get; init; }
}
