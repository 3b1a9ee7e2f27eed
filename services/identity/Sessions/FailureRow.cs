namespace FactoryFlow.Identity.Sessions;

/// <summary>How often something was typed wrong, and when last.</summary>
internal sealed record FailureRow(int Failures, DateTimeOffset LastTime)
{
    public bool IsLocked(DateTimeOffset now) => SignInLock.IsLocked(Failures, LastTime, now);
}
