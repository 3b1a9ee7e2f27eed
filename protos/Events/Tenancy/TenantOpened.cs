namespace FactoryFlow.Events.Tenancy;

/// <summary>A tenant is active; its domain may still be on its way.</summary>
[Announcement]
public sealed record TenantOpened : IFact
{
    /// <inheritdoc />
    public required Guid EventId { get; init; }

    /// <inheritdoc />
    public required Guid TenantId { get; init; }

    /// <inheritdoc />
    public required DateTimeOffset OccurredAt { get; init; }

    /// <summary>Its slug.</summary>
    public required string Slug { get; init; }

    /// <summary>The user who runs it.</summary>
    public required Guid OwnerUserId { get; init; }

    /// <summary>Its domain.</summary>
    public required string Domain { get; init; }
}
