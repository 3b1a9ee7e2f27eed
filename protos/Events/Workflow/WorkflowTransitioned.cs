namespace FactoryFlow.Events.Workflow;

/// <summary>An instance of a workflow went from one state to another.</summary>
public sealed record WorkflowTransitioned : IFact
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

    /// <summary>The transition's name in the definition.</summary>
    public required string Transition { get; init; }

    /// <summary>Where from.</summary>
    public required string FromState { get; init; }

    /// <summary>Where to.</summary>
    public required string ToState { get; init; }

    /// <summary>Why, in the words of whoever took it; empty when nothing was said.</summary>
    public required string Reason { get; init; }

    /// <summary>Who took it, or did what it followed from.</summary>
    public required Guid ActorId { get; init; }
}
