namespace FactoryFlow.Identity.Sessions;

/// <summary>What becomes of a session when one of its refresh tokens is shown.</summary>
internal enum Renewal
{
    /// <summary>The token is the newest of a session in force: a new one takes its place.</summary>
    Granted,

    /// <summary>The session has ended or the token has expired.</summary>
    Refused,

    /// <summary>The token was used before: somebody has a copy, so the session ends for both.</summary>
    Stolen,
}

/// <summary>A refresh token and its session, locked.</summary>
internal sealed record RefreshTokenRow(Guid SessionId, Guid UserId, DateTimeOffset ExpireTime, DateTimeOffset? UseTime, DateTimeOffset? EndTime)
{
    public Renewal Renew(DateTimeOffset now)
    {
        if (EndTime is not null) return Renewal.Refused;
        if (UseTime is not null) return Renewal.Stolen;
        return now < ExpireTime ? Renewal.Granted : Renewal.Refused;
    }
}
