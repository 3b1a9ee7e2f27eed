using FactoryFlow.Identity.Mail;
using FactoryFlow.Platform.Data;

namespace FactoryFlow.Identity.Notices;

/// <summary>What is asked and written about what people are told.</summary>
internal static class NoticeStore
{
    /// <summary>Asks what the tenant's flags say of mail; no row while this service has not heard of the tenant.</summary>
    public static Answer<FlagsRow> AskFlags(TenantTx tx) => tx.Ask<FlagsRow>($"""
        select coalesce(state -> 'featureFlags' ->> 'notifications_email', 'true') = 'true' as may_mail,
            coalesce(state -> 'featureFlags' ->> 'notifications_to_anybody', 'false') = 'true' as may_mail_anybody
        from tenant_states where tenant_id = {tx.TenantId}
        """);

    /// <summary>Asks how many people were told something within the time that is counted.</summary>
    public static Answer<int> AskTold(TenantTx tx) => tx.Ask<int>($"""
        select count(*)::int from mails where tenant_id = {tx.TenantId} and kind = {MailKind.Notification} and create_time > {tx.Now - Notice.Window}
        """);

    /// <summary>Asks for the active people whom a notice is for, one more than it may reach.</summary>
    public static Answer<StoredRecipientRow> AskPeople(TenantTx tx, Notice notice) => tx.Ask<StoredRecipientRow>($"""
        select id, sealed_profile, language from users where tenant_id = {tx.TenantId} and status = 'ACTIVE' and id in (
            select {notice.UserId}::uuid
            union select id from users where tenant_id = {tx.TenantId} and email_hash = {tx.Personal.Fingerprint(notice.Address)}
            union select h.user_id from roles r join user_roles h on h.tenant_id = r.tenant_id and h.role_id = r.id
                where r.tenant_id = {tx.TenantId} and lower(r.name) = any(array(select lower(n) from unnest({notice.Roles.ToArray()}) as n)))
        order by id limit {Notice.MostPeople + 1}
        """);

    /// <summary>Asks whether an address is somebody's, active or not.</summary>
    public static Answer<Guid> AskOwner(TenantTx tx, string email) =>
        tx.Ask<Guid>($"select id from users where tenant_id = {tx.TenantId} and email_hash = {tx.Personal.Fingerprint(email)}");

    /// <summary>Queues a mail, unless it was queued for the same fact and address before.</summary>
    public static void Add(TenantTx tx, Notice notice, Recipient recipient, Letter letter, KeyEncryption encryption)
    {
        var mail = tx.NewId();
        tx.Write($"""
            insert into mails (tenant_id, id, kind, asked, sealed_recipient, subject_id, create_time, due_time, sealed_letter)
            values ({tx.TenantId}, {mail}, {MailKind.Notification}, {notice.AskedBy(recipient.Email)}, {tx.Personal.Seal(MailRow.PlaceOf(mail), recipient.Email)},
                    {recipient.UserId}::uuid, {tx.Now}, {tx.Now}, {letter.Seal(encryption, mail)})
            on conflict (tenant_id, asked) where kind = 'NOTIFICATION' do nothing
            """);
    }

    /// <summary>Whether the tenant may send mails of its workflows, and to addresses that are nobody's.</summary>
    internal sealed record FlagsRow(bool MayMail, bool MayMailAnybody);

    /// <summary>Somebody as they are kept.</summary>
    internal sealed record StoredRecipientRow(Guid Id, byte[] SealedProfile, string? Language)
    {
        public Recipient Open(IPersonalData personal) => new(Id, Users.SealedProfile.Open(personal, Id, SealedProfile).Email, Language);
    }
}
