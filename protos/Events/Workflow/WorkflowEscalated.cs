namespace FactoryFlow.Events.Workflow;

/// <summary>Somebody is to be told that an instance stays in a state for too long.</summary>
public sealed record WorkflowEscalated : IFact
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

    /// <summary>Where it stays.</summary>
    public required string State { get; init; }

    /// <summary>Which of the state's escalations it is, counted from one.</summary>
    public required int Number { get; init; }

    /// <summary>Who is to be told; null where it is only whoever has one of the roles.</summary>
    public required Guid? UserId { get; init; }

    /// <summary>Whoever has any of them is to be told.</summary>
    public required IReadOnlyList<string> Roles { get; init; }
}
