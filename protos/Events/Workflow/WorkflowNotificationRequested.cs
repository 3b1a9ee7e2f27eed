namespace FactoryFlow.Events.Workflow;

/// <summary>A workflow wants somebody to be told something. Whoever has the channel listens.</summary>
public sealed record WorkflowNotificationRequested : IFact
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

    /// <summary>EMAIL, SMS or WHATSAPP.</summary>
    public required string Channel { get; init; }

    /// <summary>Who is to be told; null where no user is named.</summary>
    public required Guid? UserId { get; init; }

    /// <summary>Whoever has any of them is to be told.</summary>
    public required IReadOnlyList<string> Roles { get; init; }

    /// <summary>Where else it is to go, a mail address or a number; empty when nowhere.</summary>
    [Personal]
    public required string Address { get; init; }

    /// <summary>What it is about, in a line.</summary>
    [Personal]
    public required string Subject { get; init; }

    /// <summary>What it says.</summary>
    [Personal]
    public required string Text { get; init; }
}
