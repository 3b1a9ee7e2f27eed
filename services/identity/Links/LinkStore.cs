using FactoryFlow.Identity.Mail;
using FactoryFlow.Identity.Tokens;
using FactoryFlow.Platform.Data;
using FactoryFlow.Platform.Errors;

namespace FactoryFlow.Identity.Links;

/// <summary>What is asked and written about mailed links.</summary>
internal static class LinkStore
{
    /// <summary>Gives a link out; the one of the same kind before it counts no longer.</summary>
    public static void Replace(TenantTx tx, MailKind kind, Guid subject, OpaqueToken token) => tx.Write($"""
        insert into links (tenant_id, kind, subject_id, token_hash, create_time, expire_time)
        values ({tx.TenantId}, {kind}, {subject}, {token.Hash}, {tx.Now}, {tx.Now + Link.LifetimeOf(kind)})
        on conflict (tenant_id, kind, subject_id) do update
        set token_hash = excluded.token_hash, create_time = excluded.create_time, expire_time = excluded.expire_time
        """);

    /// <summary>Whom a link is about, if it counts; it goes on counting.</summary>
    public static Task<Guid?> Find(TenantTx tx, MailKind kind, OpaqueToken token) => tx.One<Guid?>($"""
        select subject_id from links where tenant_id = {tx.TenantId} and kind = {kind} and token_hash = {token.Hash} and expire_time > {tx.Now}
        """);

    /// <summary>Uses a link up: of two who do so at once, the second finds none.</summary>
    /// <exception cref="Refusal">LINK_INVALID.</exception>
    public static async Task<Guid> Use(TenantTx tx, MailKind kind, OpaqueToken token) => await tx.One<Guid?>($"""
        delete from links where tenant_id = {tx.TenantId} and kind = {kind} and token_hash = {token.Hash} and expire_time > {tx.Now} returning subject_id
        """) ?? throw Invalid();

    /// <summary>No link that was mailed about somebody counts any longer.</summary>
    public static void Forget(TenantTx tx, Guid subject) => tx.Write($"delete from links where tenant_id = {tx.TenantId} and subject_id = {subject}");

    /// <summary>No link of a kind that was mailed about somebody counts any longer.</summary>
    public static void Forget(TenantTx tx, MailKind kind, Guid subject) =>
        tx.Write($"delete from links where tenant_id = {tx.TenantId} and kind = {kind} and subject_id = {subject}");

    /// <summary>The token that a link's page sends.</summary>
    /// <exception cref="Refusal">LINK_INVALID.</exception>
    public static OpaqueToken Read(string text) => OpaqueToken.TryRead(text) ?? throw Invalid();

    public static Refusal Invalid() => Reasons.LinkInvalid.Refuse("This link was used, was replaced by a newer one, or has expired. Ask for another.", "token");
}
