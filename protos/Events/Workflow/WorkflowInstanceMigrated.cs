namespace FactoryFlow.Events.Workflow;

/// <summary>An instance of a workflow runs on another version of its definition from now on.</summary>
public sealed record WorkflowInstanceMigrated : IFact
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

    /// <summary>The version that the instance ran on.</summary>
    public required int FromVersion { get; init; }

    /// <summary>The version that it runs on.</summary>
    public required int DefinitionVersion { get; init; }

    /// <summary>What the tenant knows the instance by; empty when by nothing.</summary>
    public required string BusinessKey { get; init; }

    /// <summary>The states that it stood in, as they were called.</summary>
    public required IReadOnlyList<string> FromStates { get; init; }

    /// <summary>What they are called now, in the same order.</summary>
    public required IReadOnlyList<string> ToStates { get; init; }

    /// <summary>Who asked for it.</summary>
    public required Guid ActorId { get; init; }
}
