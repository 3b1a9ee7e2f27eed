using FactoryFlow.Identity.Owners;
using FactoryFlow.Identity.Sessions;
using FactoryFlow.Platform.Data;

namespace FactoryFlow.Identity;

/// <summary>What identity keeps for a while only.</summary>
internal static class Expired
{
    // Long enough for whoever looks for a mail that did not come, or for who was signed in.
    private static readonly TimeSpan Aftermath = TimeSpan.FromDays(1);

    public static readonly IReadOnlyList<Swept> Rows =
    [
        new("links", static (tx, most) => tx.Ask<int>($"""
            with gone as (
                delete from links where (tenant_id, kind, subject_id) in (
                    select tenant_id, kind, subject_id from links where expire_time <= {tx.Now} order by expire_time limit {most} for update skip locked)
                returning 1)
            select count(*)::int from gone
            """)),
        // With their refresh tokens, those of a session that was continued to the end among them.
        new("sessions", static (tx, most) => tx.Ask<int>($"""
            with gone as (
                delete from sessions where (tenant_id, id) in (
                    select tenant_id, id from sessions where least(expire_time, end_time) <= {tx.Now - Aftermath} order by least(expire_time, end_time) limit {most}
                    for update skip locked)
                returning 1)
            select count(*)::int from gone
            """)),
        // Of sessions that go on. One that was used is kept as long as it would have counted: who shows it again is a thief.
        new("refresh tokens", static (tx, most) => tx.Ask<int>($"""
            with gone as (
                delete from refresh_tokens where (tenant_id, token_hash) in (
                    select tenant_id, token_hash from refresh_tokens where expire_time <= {tx.Now} order by expire_time limit {most} for update skip locked)
                returning 1)
            select count(*)::int from gone
            """)),
        new("token cut-offs", static (tx, most) => tx.Ask<int>($"""
            with gone as (
                delete from token_cutoffs where (tenant_id, sequence) in (
                    select tenant_id, sequence from token_cutoffs where expire_time <= {tx.Now} order by expire_time limit {most} for update skip locked)
                returning 1)
            select count(*)::int from gone
            """)),
        new("failed sign-ins", static (tx, most) => tx.Ask<int>($"""
            with gone as (
                delete from sign_in_failures where (tenant_id, subject) in (
                    select tenant_id, subject from sign_in_failures where last_time <= {tx.Now - SignInLock.Duration} order by last_time limit {most}
                    for update skip locked)
                returning 1)
            select count(*)::int from gone
            """)),
        new("mails", static (tx, most) => tx.Ask<int>($"""
            with gone as (
                delete from mails where (tenant_id, id) in (
                    select tenant_id, id from mails where end_time <= {tx.Now - Aftermath} order by end_time limit {most} for update skip locked)
                returning 1)
            select count(*)::int from gone
            """)),
        new("signups", static (tx, most) => tx.Ask<int>($"""
            with gone as (
                delete from signups where (tenant_id, id) in (
                    select tenant_id, id from signups where expire_time <= {tx.Now} order by expire_time limit {most} for update skip locked)
                returning 1)
            select count(*)::int from gone
            """)),
        new("prepared owners", static (tx, most) => tx.Ask<int>($"""
            with gone as (
                delete from prepared_owners where tenant_id in (
                    select tenant_id from prepared_owners where prepare_time <= {tx.Now - PreparedOwnerStore.Lifetime} order by prepare_time limit {most}
                    for update skip locked)
                returning 1)
            select count(*)::int from gone
            """)),
    ];
}
