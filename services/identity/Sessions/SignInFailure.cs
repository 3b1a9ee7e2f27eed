using FactoryFlow.Events.Identity;
using FactoryFlow.Platform.Data;

namespace FactoryFlow.Identity.Sessions;

/// <summary>A password that was wrong, written down.</summary>
internal static class SignInFailure
{
    /// <summary>Counts it; the one that locks the address is told. Whether anybody has the address makes no difference to what is done.</summary>
    /// <param name="tx">The transaction.</param>
    /// <param name="subject">What is counted: <see cref="SignInLock.SubjectOf" />.</param>
    /// <param name="user">Who has the address; null when nobody has.</param>
    /// <param name="action">What was refused.</param>
    public static async Task WriteDown(TenantTx tx, byte[] subject, Guid? user, string action)
    {
        var failures = await SessionStore.CountFailure(tx, subject);
        tx.Audit(action, "user", user ?? Guid.Empty, new Json($$$"""{"after":{"failures":{{{failures}}}}}"""));
        if (failures != SignInLock.Failures) return;
        tx.Audit("user.locked", "user", user ?? Guid.Empty);
        tx.Publish(new UserLocked
        {
            EventId = tx.NewId(), TenantId = tx.TenantId, OccurredAt = tx.Now, UserId = user, UnlockTime = tx.Now + SignInLock.Duration,
        });
    }
}
