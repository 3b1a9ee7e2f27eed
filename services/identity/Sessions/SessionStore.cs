using FactoryFlow.Platform.Data;

namespace FactoryFlow.Identity.Sessions;

/// <summary>What is asked and written about sessions, their tokens and failed sign-ins.</summary>
internal static class SessionStore
{
    public static Answer<FailureRow> AskFailures(TenantTx tx, byte[] subject) => tx.Ask<FailureRow>($"""
        select failures, last_time from sign_in_failures where tenant_id = {tx.TenantId} and subject = {subject}
        """);

    /// <summary>Counts a failure; failures that are no longer remembered count from one again.</summary>
    public static Task<int> CountFailure(TenantTx tx, byte[] subject)
    {
        var forgotten = tx.Now - SignInLock.Duration;
        tx.Write($"""
            delete from sign_in_failures where tenant_id = {tx.TenantId} and subject in (
                select subject from sign_in_failures where tenant_id = {tx.TenantId} and last_time <= {forgotten} and subject <> {subject}
                limit 100 for update skip locked)
            """);
        return tx.One<int>($"""
            insert into sign_in_failures as f (tenant_id, subject, failures, last_time) values ({tx.TenantId}, {subject}, 1, {tx.Now})
            on conflict (tenant_id, subject) do update
            set failures = case when f.last_time <= {forgotten} then 1 else f.failures + 1 end, last_time = excluded.last_time
            returning failures
            """);
    }

    public static void ForgetFailures(TenantTx tx, byte[] subject) =>
        tx.Write($"delete from sign_in_failures where tenant_id = {tx.TenantId} and subject = {subject}");

    /// <summary>Begins a session, and forgets those of the same user that nobody can continue any more.</summary>
    public static void Begin(TenantTx tx, Guid session, Guid user, RefreshToken token)
    {
        tx.Write($"delete from sessions where tenant_id = {tx.TenantId} and user_id = {user} and expire_time < {tx.Now}");
        tx.Write($"""
            insert into sessions (tenant_id, id, user_id, create_time, expire_time)
            values ({tx.TenantId}, {session}, {user}, {tx.Now}, {tx.Now + RefreshToken.Lifetime})
            """);
        AddToken(tx, session, token);
    }

    /// <summary>Finds a token with its session and locks both, so that two who show tokens of one session take turns.</summary>
    public static Task<RefreshTokenRow?> Lock(TenantTx tx, RefreshToken token) => tx.One<RefreshTokenRow>($"""
        select t.session_id, s.user_id, t.expire_time, t.use_time, s.end_time
        from refresh_tokens t join sessions s on s.tenant_id = t.tenant_id and s.id = t.session_id
        where t.tenant_id = {tx.TenantId} and t.token_hash = {token.Hash} for update
        """);

    /// <summary>Puts a new token in the place of one that was shown.</summary>
    public static void Rotate(TenantTx tx, Guid session, RefreshToken shown, RefreshToken next)
    {
        tx.Write($"update refresh_tokens set use_time = {tx.Now} where tenant_id = {tx.TenantId} and token_hash = {shown.Hash}");
        tx.Write($"delete from refresh_tokens where tenant_id = {tx.TenantId} and session_id = {session} and expire_time < {tx.Now}");
        tx.Write($"update sessions set expire_time = {tx.Now + RefreshToken.Lifetime} where tenant_id = {tx.TenantId} and id = {session}");
        AddToken(tx, session, next);
    }

    public static void End(TenantTx tx, Guid session) =>
        tx.Write($"update sessions set end_time = {tx.Now} where tenant_id = {tx.TenantId} and id = {session} and end_time is null");

    /// <summary>Ends every session of a user.</summary>
    public static void EndAll(TenantTx tx, Guid user) =>
        tx.Write($"update sessions set end_time = {tx.Now} where tenant_id = {tx.TenantId} and user_id = {user} and end_time is null");

    private static void AddToken(TenantTx tx, Guid session, RefreshToken token) => tx.Write($"""
        insert into refresh_tokens (tenant_id, token_hash, session_id, create_time, expire_time)
        values ({tx.TenantId}, {token.Hash}, {session}, {tx.Now}, {tx.Now + RefreshToken.Lifetime})
        """);
}
