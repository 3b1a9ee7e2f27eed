namespace FactoryFlow.Events.Workflow;

/// <summary>Somebody was given a task, took it on or gave it back.</summary>
public sealed record WorkflowTaskAssigned : IFact
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

    /// <summary>Whoever has any of them may take it on while nobody has it.</summary>
    public required IReadOnlyList<string> Roles { get; init; }

    /// <summary>Who has it now; null when nobody does.</summary>
    public required Guid? AssigneeId { get; init; }

    /// <summary>Who decided it; the nil UUID when it was nobody.</summary>
    public required Guid ActorId { get; init; }
}
