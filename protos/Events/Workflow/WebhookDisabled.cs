namespace FactoryFlow.Events.Workflow;

/// <summary>A webhook is sent nothing any more, since nothing that was sent to it arrived.</summary>
public sealed record WebhookDisabled : IFact
{
    /// <inheritdoc />
    public required Guid EventId { get; init; }

    /// <inheritdoc />
    public required Guid TenantId { get; init; }

    /// <inheritdoc />
    public required DateTimeOffset OccurredAt { get; init; }

    /// <summary>The webhook.</summary>
    public required Guid WebhookId { get; init; }

    /// <summary>What it is for, in the words of whoever made it.</summary>
    public required string Description { get; init; }

    /// <summary>GONE when it said so itself, FAILING when nothing arrived for days.</summary>
    public required string Reason { get; init; }
}
