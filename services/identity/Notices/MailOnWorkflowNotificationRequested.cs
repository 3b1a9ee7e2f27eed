using FactoryFlow.Events.Workflow;
using FactoryFlow.Identity.Tenants;
using FactoryFlow.Platform.Data;
using FactoryFlow.Platform.Languages;
using FactoryFlow.Platform.Messages;

namespace FactoryFlow.Identity.Notices;

/// <summary>
/// Writes a mail to each of those whom a workflow wants to be told. Who is not known here is told nothing, which the tenant's audit
/// trail says; nothing that a tenant writes into a definition holds up the facts behind it.
/// </summary>
internal sealed partial class MailOnWorkflowNotificationRequested(KeyEncryption encryption, ILogger<MailOnWorkflowNotificationRequested> log) : IFactHandler<WorkflowNotificationRequested>
{
    private static readonly NoticeStore.FlagsRow Unheard = new(MayMail: true, MayMailAnybody: false);

    public static string Name => "mail-on-workflow-notification-requested";

    public Action<IReadOnlyList<WorkflowNotificationRequested>> Plan(TenantTx tx, IReadOnlyList<WorkflowNotificationRequested> facts)
    {
        var (slug, status, flags, told) = (TenantStore.AskSlug(tx), TenantStore.AskStatus(tx), NoticeStore.AskFlags(tx), NoticeStore.AskTold(tx));
        var asked = facts.Where(fact => fact.Channel == Notice.Channel).Select(Notice.Of).ToDictionary(
            notice => notice.EventId, notice => (Notice: notice, People: NoticeStore.AskPeople(tx, notice), Owner: NoticeStore.AskOwner(tx, notice.Address)));
        return fresh =>
        {
            var may = flags.Rows is [var row] ? row : Unheard;
            if (TenantStore.IsClosed(status) || !may.MayMail) return;
            var left = Notice.MostInWindow - told.First;
            foreach (var (notice, people, owner) in fresh.Where(fact => asked.ContainsKey(fact.EventId)).Select(fact => asked[fact.EventId]))
            {
                var recipients = notice.Recipients(people.Rows.Select(person => person.Open(tx.Personal)), owner.Rows.Count > 0, may.MayMailAnybody);
                var reached = recipients.Take(Math.Max(left, 0)).ToList();
                left -= reached.Count;
                Write(tx, notice, reached, slug.First);
                if (recipients.Count == 0) LeftOut(tx, notice);
                else if (reached.Count < recipients.Count || people.Rows.Count > Notice.MostPeople) CutShort(tx, notice);
            }
        };
    }

    private void Write(TenantTx tx, Notice notice, List<Recipient> recipients, string? slug)
    {
        if (recipients.Count == 0) return;
        foreach (var recipient in recipients) NoticeStore.Add(tx, notice, recipient, notice.Letter(slug, recipient.Language ?? Language.English), encryption);
        tx.Audit("notification.mailed", "workflow_instance", notice.InstanceId, Who(notice, recipients));
    }

    private void LeftOut(TenantTx tx, Notice notice)
    {
        LogNobody(notice.EventId, notice.InstanceId, tx.TenantId);
        tx.Audit("notification.had_nobody", "workflow_instance", notice.InstanceId);
    }

    private void CutShort(TenantTx tx, Notice notice)
    {
        LogCutShort(notice.EventId, notice.InstanceId, tx.TenantId, Notice.MostPeople, Notice.MostInWindow);
        tx.Audit("notification.cut_short", "workflow_instance", notice.InstanceId);
    }

    // By their ids: an entry is kept for ever, and an address is not to be.
    private static Json Who(Notice notice, List<Recipient> recipients) => new(System.Text.Json.JsonSerializer.Serialize(new
    {
        after = new { eventId = notice.EventId, userIds = recipients.Where(r => r.UserId is not null).Select(r => r.UserId), otherAddresses = recipients.Count(r => r.UserId is null) },
    }));

    [LoggerMessage(LogLevel.Warning, "The notification {Event} of workflow instance {Instance} of tenant {Tenant} is for nobody who is known and active; it is not mailed")]
    private partial void LogNobody(Guid @event, Guid instance, Guid tenant);

    [LoggerMessage(LogLevel.Warning, "The notification {Event} of workflow instance {Instance} of tenant {Tenant} is not mailed to all whom it is for: one reaches {People} people, and a tenant sends {Most} in an hour")]
    private partial void LogCutShort(Guid @event, Guid instance, Guid tenant, int people, int most);
}
