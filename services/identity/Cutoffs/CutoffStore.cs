using FactoryFlow.Identity.Sessions;
using FactoryFlow.Platform.Auth;
using FactoryFlow.Platform.Data;

namespace FactoryFlow.Identity.Cutoffs;

/// <summary>
/// What is written and asked about tokens that stop counting early. Whoever ends a session before its time or changes what a user
/// may do says so here, in the same transaction; the gateway polls and refuses those tokens within seconds.
/// </summary>
internal static class CutoffStore
{
    /// <summary>The tokens of a session, or of an API key under its id, count no longer.</summary>
    public static void OfSession(TenantTx tx, Guid session)
    {
        tx.Write($"insert into token_cutoffs (tenant_id, session_id, expire_time) values ({tx.TenantId}, {session}, {Expiry(tx)})");
    }

    /// <summary>The tokens of a user's sessions that have not ended yet, but for one that is spared, count no longer; said before they are ended.</summary>
    public static void OfSessionsOf(TenantTx tx, Guid user, Guid? spared = null)
    {
        tx.Write($"""
            insert into token_cutoffs (tenant_id, session_id, expire_time)
            select tenant_id, id, {Expiry(tx)} from sessions where tenant_id = {tx.TenantId} and user_id = {user} and end_time is null and id is distinct from {spared}::uuid
            """);
    }

    /// <summary>The tokens that a user holds are outdated, and the next refresh makes good ones; said before the user is deleted.</summary>
    public static void OfUser(TenantTx tx, Guid user)
    {
        tx.Write($"""
            with outdated as (
                update users set token_version = token_version + 1 where tenant_id = {tx.TenantId} and id = {user} returning tenant_id, id, token_version)
            insert into token_cutoffs (tenant_id, user_id, least_version, expire_time)
            select tenant_id, id, token_version, {Expiry(tx)} from outdated
            """);
    }

    /// <summary>The tokens of everybody who has a role are outdated; said before the role is taken from anybody.</summary>
    public static void OfRole(TenantTx tx, Guid role)
    {
        tx.Write($"""
            with holders as (
                select u.tenant_id, u.id from users u join user_roles r on r.tenant_id = u.tenant_id and r.user_id = u.id
                where r.tenant_id = {tx.TenantId} and r.role_id = {role} order by u.id for no key update of u),
            outdated as (
                update users u set token_version = token_version + 1 from holders h where u.tenant_id = h.tenant_id and u.id = h.id
                returning u.tenant_id, u.id, u.token_version)
            insert into token_cutoffs (tenant_id, user_id, least_version, expire_time)
            select tenant_id, id, token_version, {Expiry(tx)} from outdated
            """);
    }

    /// <summary>The tokens of everybody who has access to a factory are outdated; said before it is taken from anybody.</summary>
    public static void OfFactory(TenantTx tx, Guid factory)
    {
        tx.Write($"""
            with holders as (
                select u.tenant_id, u.id from users u join user_factories f on f.tenant_id = u.tenant_id and f.user_id = u.id
                where f.tenant_id = {tx.TenantId} and f.factory_id = {factory} order by u.id for no key update of u),
            outdated as (
                update users u set token_version = token_version + 1 from holders h where u.tenant_id = h.tenant_id and u.id = h.id
                returning u.tenant_id, u.id, u.token_version)
            insert into token_cutoffs (tenant_id, user_id, least_version, expire_time)
            select tenant_id, id, token_version, {Expiry(tx)} from outdated
            """);
    }

    /// <summary>
    /// Queues the questions for what a poll answers, through the door of the gateway: first the oldest transaction that is still
    /// open, then the rows behind the cursor.
    /// </summary>
    public static (Answer<long> Oldest, Answer<CutoffRow> Rows) AskSince(TenantTx tx, ChangeCursor<long> cursor, int limit) => (
        tx.Ask<long>($"select pg_snapshot_xmin(pg_current_snapshot())::text::bigint"),
        tx.Ask<CutoffRow>($"""
            select session_id, user_id, coalesce(least_version, 0) as least_version, expire_time, written_by::text::bigint as written_by, sequence
            from token_cutoffs
            where (written_by, sequence) > (
                case when {cursor.Start} > pg_snapshot_xmax(pg_current_snapshot())::text::bigint then '0' else {cursor.Writer}::text::xid8 end, {cursor.Key})
                and expire_time > {tx.Now}
            order by written_by, sequence limit {limit}
            """));

    private static DateTimeOffset Expiry(TenantTx tx) => tx.Now + SessionLifetime.LongestAccess + (2 * TokenFormat.Skew);
}
