namespace FactoryFlow.Identity.Sessions;

/// <summary>How often something was typed wrong, and when last.</summary>
internal sealed record FailureRow(int Failures, DateTimeOffset LastTime)
{
    /// <summary>How long sign-in stays locked; null when it is not.</summary>
    public TimeSpan? LockedFor(DateTimeOffset now) => SignInLock.IsLocked(Failures, LastTime, now) ? LastTime + SignInLock.Duration - now : null;
}
