using FactoryFlow.Identity.Cutoffs;
using FactoryFlow.Identity.Tokens;
using FactoryFlow.Platform.Data;

namespace FactoryFlow.Identity.Sessions;

/// <summary>What is asked and written about sessions, their tokens and failed sign-ins.</summary>
internal static class SessionStore
{
    public static Answer<FailureRow> AskFailures(TenantTx tx, byte[] subject) => tx.Ask<FailureRow>($"""
        select failures, last_time from sign_in_failures where tenant_id = {tx.TenantId} and subject = {subject}
        """);

    /// <summary>For how long sign-in is locked; null when it is not.</summary>
    public static async Task<TimeSpan?> FindLock(TenantTx tx, byte[] subject)
    {
        var failures = AskFailures(tx, subject);
        await tx.Flush();
        return failures.First?.LockedFor(tx.Now);
    }

    /// <summary>Counts a failure; failures that are no longer remembered count from one again.</summary>
    public static Task<int> CountFailure(TenantTx tx, byte[] subject)
    {
        var forgotten = tx.Now - SignInLock.Duration;
        return tx.One<int>($"""
            insert into sign_in_failures as f (tenant_id, subject, failures, last_time) values ({tx.TenantId}, {subject}, 1, {tx.Now})
            on conflict (tenant_id, subject) do update
            set failures = case when f.last_time <= {forgotten} then 1 else f.failures + 1 end, last_time = excluded.last_time
            returning failures
            """);
    }

    public static void ForgetFailures(TenantTx tx, byte[] subject) =>
        tx.Write($"delete from sign_in_failures where tenant_id = {tx.TenantId} and subject = {subject}");

    /// <summary>Begins a session.</summary>
    public static void Begin(TenantTx tx, Guid session, Guid user, OpaqueToken token, SessionLifetime lifetime, Device device)
    {
        var expire = tx.Now + lifetime.Refresh;
        tx.Write($"""
            insert into sessions (tenant_id, id, user_id, create_time, last_use_time, expire_time, user_agent, remote_address)
            values ({tx.TenantId}, {session}, {user}, {tx.Now}, {tx.Now}, {expire}, {device.UserAgent}, {device.Address})
            """);
        AddToken(tx, session, token, expire);
    }

    /// <summary>Finds a token with its session and locks both, so that two who show tokens of one session take turns.</summary>
    public static Task<RefreshTokenRow?> Lock(TenantTx tx, OpaqueToken token) => tx.One<RefreshTokenRow>($"""
        select t.session_id, s.user_id, t.expire_time, t.use_time, s.end_time
        from refresh_tokens t join sessions s on s.tenant_id = t.tenant_id and s.id = t.session_id
        where t.tenant_id = {tx.TenantId} and t.token_hash = {token.Hash} for update
        """);

    /// <summary>Puts a new token in the place of one that was shown; one that is shown again counts as used when it first was.</summary>
    public static void Rotate(TenantTx tx, Guid session, OpaqueToken shown, OpaqueToken next, SessionLifetime lifetime, Device device)
    {
        var expire = tx.Now + lifetime.Refresh;
        tx.Write($"update refresh_tokens set use_time = coalesce(use_time, {tx.Now}) where tenant_id = {tx.TenantId} and token_hash = {shown.Hash}");
        tx.Write($"""
            update sessions set expire_time = {expire}, last_use_time = {tx.Now}, user_agent = {device.UserAgent}, remote_address = {device.Address}
            where tenant_id = {tx.TenantId} and id = {session}
            """);
        AddToken(tx, session, next, expire);
    }

    /// <summary>Ends a session, and with it the access tokens that were issued for it.</summary>
    public static void End(TenantTx tx, Guid session)
    {
        CutoffStore.OfSession(tx, session);
        tx.Write($"update sessions set end_time = {tx.Now} where tenant_id = {tx.TenantId} and id = {session} and end_time is null");
    }

    /// <summary>Ends every session of a user, but for one that is spared; answers which.</summary>
    public static Answer<Guid> EndAll(TenantTx tx, Guid user, Guid? spared = null)
    {
        CutoffStore.OfSessionsOf(tx, user, spared);
        return tx.Ask<Guid>($"""
            update sessions set end_time = {tx.Now}
            where tenant_id = {tx.TenantId} and user_id = {user} and end_time is null and id is distinct from {spared}::uuid returning id
            """);
    }

    /// <summary>Finds a session of a user, or of anybody, and locks it.</summary>
    public static Task<OwnedSessionRow?> Lock(TenantTx tx, Guid session, Guid? user) => tx.One<OwnedSessionRow>($"""
        select user_id, end_time from sessions where tenant_id = {tx.TenantId} and id = {session} and user_id = coalesce({user}::uuid, user_id) for update
        """);

    private static void AddToken(TenantTx tx, Guid session, OpaqueToken token, DateTimeOffset expire) => tx.Write($"""
        insert into refresh_tokens (tenant_id, token_hash, session_id, create_time, expire_time)
        values ({tx.TenantId}, {token.Hash}, {session}, {tx.Now}, {expire})
        """);
}
