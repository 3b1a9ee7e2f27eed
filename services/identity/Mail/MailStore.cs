using System.Security.Cryptography;
using System.Text;
using FactoryFlow.Identity.Tenants;
using FactoryFlow.Platform.Auth;
using FactoryFlow.Platform.Data;
using Grpc.Core;

namespace FactoryFlow.Identity.Mail;

/// <summary>What is asked and written about mails.</summary>
internal static class MailStore
{
    /// <summary>How many mails of a kind one address is sent within <see cref="Window" />; the rest are asked for in vain.</summary>
    public const int MostInWindow = 5;

    /// <summary>The time that <see cref="MostInWindow" /> holds for.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(15);

    /// <summary>
    /// Asks for a mail to whoever has an address, if anybody has. Nobody is looked for here: whoever waits for the answer learns
    /// nothing from it, nor from how long it takes.
    /// </summary>
    public static async Task Request(TenantDb db, ServerCallContext context, MailKind kind, string slug, string email)
    {
        var tenant = await TenantStore.FindTyped(db, context, slug);
        await db.As(context, tenant ?? Guid.Empty, tx =>
        {
            var mail = Add(tx, kind, AskedOf(kind, slug, email), tenant is null ? "" : email, subject: null, context.SpokenLanguage());
            // The link's own entry names the mail.
            tx.Audit($"{EnumText.Of(kind).ToLowerInvariant()}.requested", "mail", mail);
            return Task.FromResult(true);
        });
    }

    /// <summary>What the limit for an address counts.</summary>
    public static byte[] AskedOf(MailKind kind, string slug, string email) => SHA256.HashData(Encoding.UTF8.GetBytes($"{kind}\n{slug}\n{email}"));

    /// <summary>Queues a mail, unless its address was asked for too often just now. Who ask at once take turns, so that all are counted. Answers its id.</summary>
    public static Guid Add(TenantTx tx, MailKind kind, byte[] asked, string recipient, Guid? subject, string? language)
    {
        var mail = tx.NewId();
        tx.Ask<int>($"select 1 from pg_advisory_xact_lock({BitConverter.ToInt64(asked)})");
        tx.Write($"""
            insert into mails (tenant_id, id, kind, asked, sealed_recipient, subject_id, create_time, due_time, language)
            select {tx.TenantId}, {mail}, {kind}, {asked}, {tx.Personal.Seal(MailRow.PlaceOf(mail), recipient)}, {subject}::uuid, {tx.Now}, {tx.Now}, {language}
            where (select count(*) from mails where tenant_id = {tx.TenantId} and asked = {asked} and create_time > {tx.Now - Window}) < {MostInWindow}
            """);
        return mail;
    }

    /// <summary>
    /// Takes mails that are due for as long as an attempt may last; nobody else takes them meanwhile. What somebody waits for at a screen comes
    /// before invitations and news, and the first of each tenant before the second of any, so that no tenant's heap holds up another's.
    /// </summary>
    public static async Task<IReadOnlyList<MailRow>> Take(TenantTx tx, int most, TimeSpan lease) => [.. (await tx.All<StoredMailRow>($"""
        with recursive waiting as (
            (select tenant_id from mails where end_time is null order by tenant_id limit 1)
            union all
            select n.tenant_id from waiting w cross join lateral (
                select m.tenant_id from mails m where m.end_time is null and m.tenant_id > w.tenant_id order by m.tenant_id limit 1) n),
        heads as (
            select m.*, row_number() over (partition by m.tenant_id, m.can_wait order by m.due_time) as turn
            from waiting w cross join (values (false), (true)) urgency (can_wait) cross join lateral (
                select d.tenant_id, d.id, d.due_time, urgency.can_wait from mails d
                where d.tenant_id = w.tenant_id and d.end_time is null and (d.kind in ('INVITATION', 'NOTIFICATION')) = urgency.can_wait and d.due_time <= {tx.Now}
                order by d.due_time limit {most}) m),
        turns as (select tenant_id, id, can_wait, turn, due_time from heads order by can_wait, turn, due_time limit {most} * 2),
        due as (
            select m.tenant_id, m.id from turns t join mails m on m.tenant_id = t.tenant_id and m.id = t.id
            where m.end_time is null and m.due_time <= {tx.Now} order by t.can_wait, t.turn, t.due_time limit {most} for update of m skip locked)
        update mails m set attempts = m.attempts + 1, due_time = {tx.Now + lease} from due where m.tenant_id = due.tenant_id and m.id = due.id
        returning m.tenant_id, m.id, kind as kind_text, recipient, sealed_recipient, subject_id, create_time, attempts, sealed_letter, language
        """)).Select(mail => mail.Open(tx.Personal))];

    /// <summary>Lets anybody take mails again that were taken and not tried.</summary>
    public static void GiveBack(TenantTx tx, Guid[] mails) =>
        tx.Write($"update mails set attempts = attempts - 1, due_time = {tx.Now} where id = any({mails}) and end_time is null");

    public static void Seal(TenantTx tx, Guid mail, byte[] box) =>
        tx.Write($"update mails set sealed_letter = {box} where tenant_id = {tx.TenantId} and id = {mail}");

    public static void Postpone(TenantTx tx, Guid mail, DateTimeOffset until, string fault) =>
        tx.Write($"update mails set due_time = {until}, fault = {fault} where tenant_id = {tx.TenantId} and id = {mail}");

    /// <summary>Ends a mail, and forgets what it said.</summary>
    public static void End(TenantTx tx, Guid mail, MailOutcome outcome, string? fault = null) => tx.Write($"""
        update mails set outcome = {outcome}, end_time = {tx.Now}, fault = {fault}, sealed_letter = null where tenant_id = {tx.TenantId} and id = {mail}
        """);
}

/// <summary>How a mail ended.</summary>
internal enum MailOutcome
{
    /// <summary>A server, or a folder, has it.</summary>
    Sent,

    /// <summary>Nobody has the address, or nobody who is to be written to any more.</summary>
    Nobody,

    /// <summary>It could not be sent while its link counted, or what it tells was new.</summary>
    GivenUp,
}
