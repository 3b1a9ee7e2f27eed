using FactoryFlow.Platform.Data;
using Status = FactoryFlow.Workflow.V1.WebhookDelivery.Types.Status;

namespace FactoryFlow.Workflow.Webhooks;

/// <summary>What is asked and written about deliveries.</summary>
internal static class DeliveryStore
{
    /// <summary>How many of a delivery's attempts are shown.</summary>
    public const int MostAttempts = 12;

    /// <summary>Adds a delivery; an event goes to a webhook once.</summary>
    public static void Add(TenantTx tx, DeliveryRow d, string body) => tx.Write($"""
        insert into webhook_deliveries (tenant_id, id, webhook_id, event_id, type, body, status, attempts, tries, due_time, lease_time, create_time)
        values ({tx.TenantId}, {d.Id}, {d.WebhookId}, {d.EventId}, {d.Type}, {body}, {d.StatusText}, 0, 0, {d.DueTime}, {tx.RealNow}, {d.CreateTime})
        on conflict (tenant_id, webhook_id, event_id) do nothing
        """);

    /// <summary>Asks for a delivery, to change it.</summary>
    public static Answer<DeliveryRow> AskLocked(TenantTx tx, Guid webhook, Guid id) => tx.Ask<DeliveryRow>($"""
        select id, webhook_id, event_id, type, status as status_text, due_time, create_time, end_time from webhook_deliveries
        where tenant_id = {tx.TenantId} and webhook_id = {webhook} and id = {id} for no key update
        """);

    /// <summary>Asks for the last attempts of deliveries.</summary>
    public static Answer<AttemptRow> AskAttempts(TenantTx tx, Guid[] deliveries) => tx.Ask<AttemptRow>($"""
        select a.delivery_id, a.number, a.start_time, a.duration_milliseconds, a.status_code, a.excerpt, a.error
        from webhook_deliveries d join webhook_attempts a on a.tenant_id = d.tenant_id and a.delivery_id = d.id and a.number > d.attempts - {MostAttempts}
        where d.tenant_id = {tx.TenantId} and d.id = any({deliveries})
        """);

    /// <summary>Sends a delivery once more from the beginning. Whoever is at it just now writes down nothing.</summary>
    public static void Begin(TenantTx tx, Guid id) => tx.Write($"""
        update webhook_deliveries set status = 'PENDING', tries = 0, due_time = {tx.RealNow}, lease_time = {tx.RealNow}, end_time = null
        where tenant_id = {tx.TenantId} and id = {id}
        """);

    /// <summary>
    /// Takes deliveries that are due, of any tenant's: of so many webhooks, those first whose turn it was first, and of each so many at most,
    /// so that no heap of one holds up another; and the first of each tenant before the second of any, so that no tenant's webhooks hold up
    /// another's. Nobody else takes them until the lease is over.
    /// </summary>
    /// <param name="tx">Behind the door.</param>
    /// <param name="busy">The webhooks that this process is busy with.</param>
    /// <param name="places">The tenants of those among them that share places with these, once for each.</param>
    /// <param name="failing">Of those to which nothing arrives, or of the others.</param>
    /// <param name="webhooks">Of how many at most.</param>
    /// <param name="ofTenant">How many places one tenant may have, those that it has included.</param>
    /// <param name="each">How many of each at most.</param>
    /// <param name="lease">For how long.</param>
    public static Task<IReadOnlyList<DueDelivery>> TakeDue(TenantTx tx, Guid[] busy, Guid[] places, bool failing, int webhooks, int ofTenant, int each, TimeSpan lease) => tx.All<DueDelivery>($"""
        with recursive waiting as (
            (select tenant_id, webhook_id from webhook_deliveries where status = 'PENDING' order by tenant_id, webhook_id limit 1)
            union all
            select n.tenant_id, n.webhook_id from waiting w cross join lateral (
                select d.tenant_id, d.webhook_id from webhook_deliveries d where d.status = 'PENDING' and (d.tenant_id, d.webhook_id) > (w.tenant_id, w.webhook_id)
                order by d.tenant_id, d.webhook_id limit 1) n),
        places as (select tenant_id, count(*) as taken from unnest({places}) tenant_id group by tenant_id),
        webhooks_due as (
            select h.tenant_id, h.id, h.url, h.sealed_secret, h.sealed_former_secret, h.former_secret_expire_time, f.due_time,
                coalesce(p.taken, 0) + row_number() over (partition by h.tenant_id order by f.due_time) as place
            from waiting w join webhooks h on h.tenant_id = w.tenant_id and h.id = w.webhook_id cross join lateral (
                select d.due_time from webhook_deliveries d
                where d.tenant_id = h.tenant_id and d.webhook_id = h.id and d.status = 'PENDING' and d.due_time <= {tx.RealNow} and d.lease_time <= {tx.RealNow}
                order by d.due_time limit 1) f
            left join places p on p.tenant_id = h.tenant_id
            where h.status = 'ENABLED' and (h.failing_time is not null) = {failing} and h.id <> all({busy}) and {DueRows.Works($"h.tenant_id")}),
        turns as (select * from webhooks_due where place <= {ofTenant} order by place, due_time limit {webhooks}),
        due as (
            select t.*, d.delivery_id from turns t cross join lateral (
                select d.id as delivery_id from webhook_deliveries d
                where d.tenant_id = t.tenant_id and d.webhook_id = t.id and d.status = 'PENDING' and d.due_time <= {tx.RealNow} and d.lease_time <= {tx.RealNow}
                order by d.due_time limit {each} for update skip locked) d)
        update webhook_deliveries d set lease_time = {tx.RealNow + lease} from due
        where d.tenant_id = due.tenant_id and d.id = due.delivery_id
        returning d.tenant_id, d.id, d.webhook_id, d.event_id, d.body, d.tries, d.lease_time, due.url, due.sealed_secret, due.sealed_former_secret, due.former_secret_expire_time
        """);

    /// <summary>Lets anybody take deliveries again that were taken and not sent.</summary>
    public static void GiveBack(TenantTx tx, IReadOnlyList<DueDelivery> left) => tx.Write($"""
        update webhook_deliveries set lease_time = {tx.RealNow}
        where (tenant_id, id) in (select * from unnest({left.Select(d => d.TenantId).ToArray()}, {left.Select(d => d.Id).ToArray()})) and lease_time = any({left.Select(d => d.LeaseTime).ToArray()})
        """);

    /// <summary>Writes down what became of a call, unless the lease is over and another process has it.</summary>
    public static void Record(TenantTx tx, DueDelivery d, Attempt attempt, Status status, DateTimeOffset due) => tx.Write($"""
        with made as (
            update webhook_deliveries set attempts = attempts + 1, tries = tries + 1, status = {status}, due_time = {due}, lease_time = {tx.RealNow},
                end_time = {(status == Status.Pending ? null : tx.RealNow as DateTimeOffset?)}::timestamptz
            where tenant_id = {tx.TenantId} and id = {d.Id} and lease_time = {d.LeaseTime}
            returning tenant_id, id, attempts)
        insert into webhook_attempts (tenant_id, delivery_id, number, start_time, duration_milliseconds, status_code, excerpt, error)
        select tenant_id, id, attempts, {attempt.StartTime}, {attempt.DurationMilliseconds}, {attempt.StatusCode}, {attempt.Excerpt}, {attempt.Error} from made
        """);
}
