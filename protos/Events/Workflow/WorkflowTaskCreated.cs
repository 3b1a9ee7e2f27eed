namespace FactoryFlow.Events.Workflow;

/// <summary>A task of an instance is to be done.</summary>
public sealed record WorkflowTaskCreated : IFact
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

    /// <summary>Whoever has any of them may take it on.</summary>
    public required IReadOnlyList<string> Roles { get; init; }

    /// <summary>When it is to be done; null when nothing is said.</summary>
    public required DateTimeOffset? DueTime { get; init; }
}
