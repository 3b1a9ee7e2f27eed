namespace FactoryFlow.Events.Workflow;

/// <summary>Something of a tenant's own happened, as its workflow tells it.</summary>
public sealed record WorkflowEventEmitted : IFact
{
    /// <inheritdoc />
    public required Guid EventId { get; init; }

    /// <inheritdoc />
    public required Guid TenantId { get; init; }

    /// <inheritdoc />
    public required DateTimeOffset OccurredAt { get; init; }

    /// <summary>The instance.</summary>
    public required Guid InstanceId { get; init; }

    /// <summary>What its definition is called.</summary>
    public required string DefinitionName { get; init; }

    /// <summary>What the tenant knows the instance by; empty when by nothing.</summary>
    public required string BusinessKey { get; init; }

    /// <summary>What the tenant calls it.</summary>
    public required string Name { get; init; }

    /// <summary>What the workflow tells of it: an object.</summary>
    public required System.Text.Json.JsonElement Data { get; init; }

    /// <summary>How many triggers led to the instance, one after the other.</summary>
    public int TriggerDepth { get; init; }
}
