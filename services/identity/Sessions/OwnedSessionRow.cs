namespace FactoryFlow.Identity.Sessions;

/// <summary>Whose a session is, and when it ended.</summary>
internal sealed record OwnedSessionRow(Guid UserId, DateTimeOffset? EndTime);
