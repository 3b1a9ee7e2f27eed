namespace FactoryFlow.Events.Workflow;

/// <summary>An instance of a workflow could not go on.</summary>
public sealed record WorkflowInstanceFailed : IFact
{
    /// <inheritdoc />
    public required Guid EventId { get; init; }

    /// <inheritdoc />
    public required Guid TenantId { get; init; }

    /// <inheritdoc />
    public required DateTimeOffset OccurredAt { get; init; }

    /// <summary>The instance.</summary>
    public required Guid InstanceId { get; init; }

    /// <summary>Its definition.</summary>
    public required Guid DefinitionId { get; init; }

    /// <summary>What the definition is called.</summary>
    public required string DefinitionName { get; init; }

    /// <summary>The version that the instance runs on.</summary>
    public required int DefinitionVersion { get; init; }

    /// <summary>What the tenant knows the instance by; empty when by nothing.</summary>
    public required string BusinessKey { get; init; }

    /// <summary>Why not.</summary>
    public required string Error { get; init; }
}
