namespace FactoryFlow.Events.Identity;

/// <summary>Somebody took up an invitation, or confirmed the address that they signed up with, and is a user from now on.</summary>
[Announcement]
public sealed record InvitationAccepted : IFact
{
    /// <inheritdoc />
    public required Guid EventId { get; init; }

    /// <inheritdoc />
    public required Guid TenantId { get; init; }

    /// <inheritdoc />
    public required DateTimeOffset OccurredAt { get; init; }

    /// <summary>The invitation.</summary>
    public required Guid InvitationId { get; init; }

    /// <summary>The user that it made.</summary>
    public required Guid UserId { get; init; }

    /// <summary>Who invited them; null when they signed up by themselves.</summary>
    public Guid? InviterId { get; init; }
}
