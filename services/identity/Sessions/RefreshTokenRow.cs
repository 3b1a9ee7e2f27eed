namespace FactoryFlow.Identity.Sessions;

/// <summary>What becomes of a session when one of its refresh tokens is shown.</summary>
internal enum Renewal
{
    /// <summary>The token is unused, or was used a moment ago, and its session in force: a new one takes its place.</summary>
    Granted,

    /// <summary>The session has ended or the token has expired.</summary>
    Refused,

    /// <summary>The token was used some time ago: somebody has a copy, so the session ends for both.</summary>
    Stolen,
}

/// <summary>A refresh token and its session, locked.</summary>
internal sealed record RefreshTokenRow(Guid SessionId, Guid UserId, DateTimeOffset ExpireTime, DateTimeOffset? UseTime, DateTimeOffset? EndTime)
{
    // Whoever did not get the answer, or asked from two windows at once, shows it again at once and is no thief.
    private static readonly TimeSpan Repeated = TimeSpan.FromSeconds(10);

    public Renewal Renew(DateTimeOffset now)
    {
        if (EndTime is not null) return Renewal.Refused;
        if (UseTime is { } used && now >= used + Repeated) return Renewal.Stolen;
        return now < ExpireTime ? Renewal.Granted : Renewal.Refused;
    }
}
