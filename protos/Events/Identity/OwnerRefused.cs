namespace FactoryFlow.Events.Identity;

/// <summary>A tenant that is being opened gets no owner; nothing of it was kept.</summary>
public sealed record OwnerRefused : IFact
{
    /// <summary>The reason when nobody was prepared, or was too long ago.</summary>
    public const string NotPrepared = "OWNER_NOT_PREPARED";

    /// <inheritdoc />
    public required Guid EventId { get; init; }

    /// <inheritdoc />
    public required Guid TenantId { get; init; }

    /// <inheritdoc />
    public required DateTimeOffset OccurredAt { get; init; }

    /// <summary>Why: TENANT_SLUG_TAKEN, or <see cref="NotPrepared" />.</summary>
    public required string Reason { get; init; }
}
