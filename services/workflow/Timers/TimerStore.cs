using FactoryFlow.Platform.Data;

namespace FactoryFlow.Workflow.Timers;

/// <summary>The statements that write, take and end timers.</summary>
internal static class TimerStore
{
    public static void Add(TenantTx tx, TimerRow t) => tx.Write($"""
        insert into timers (tenant_id, instance_id, visit, purpose, step, token, due_time, lease_time)
        values ({tx.TenantId}, {t.InstanceId}, {t.Visit}, {t.Purpose}, {t.Step}, {t.Token}, {t.DueTime}, {tx.RealNow})
        """);

    /// <summary>Ends what was to happen during stays that are over.</summary>
    public static void End(TenantTx tx, Guid instance, int[] visits) => tx.Write($"delete from timers where tenant_id = {tx.TenantId} and instance_id = {instance} and visit = any({visits})");

    /// <summary>Ends what was to happen during a stay that goes on by itself: not what is told of others.</summary>
    public static void EndOwn(TenantTx tx, Guid instance, int visit) => tx.Write($"""
        delete from timers where tenant_id = {tx.TenantId} and instance_id = {instance} and visit = {visit} and purpose in ({TimerRow.Wait}, {TimerRow.Sla})
        """);

    /// <summary>
    /// Takes timers that are due, of so many tenants and of each so many at most, so that no tenant's heap holds up another: each tenant's by
    /// time, and the first of each before the second of any. No other process takes them until the lease is over.
    /// </summary>
    public static async Task<IReadOnlyList<TimerRow>> TakeDue(TenantTx tx, int tenants, int each)
    {
        var taken = await tx.All<TimerRow>(Take(tx, DueRows.Of(tx, $"timers", $"true", $"due_time", $"instance_id, visit, purpose, step", tenants, each)));
        return [.. taken.GroupBy(t => t.TenantId).SelectMany(tenant => tenant.OrderBy(t => t.DueTime).Index()).OrderBy(t => t.Index).ThenBy(t => t.Item.DueTime).Select(t => t.Item)];
    }

    /// <summary>Takes those of the transaction's tenant that are due.</summary>
    public static async Task<IReadOnlyList<TimerRow>> TakeOwn(TenantTx tx, int most) => [.. (await tx.All<TimerRow>(Take(tx, $"""
        with due as (
            select tenant_id, instance_id, visit, purpose, step from timers
            where tenant_id = {tx.TenantId} and due_time <= {tx.Now} and lease_time <= {tx.RealNow} order by due_time limit {most} for update skip locked)
        """))).OrderBy(t => t.DueTime)];

    /// <summary>Asks when the next one of the transaction's tenant is due.</summary>
    public static Answer<DateTimeOffset?> AskNext(TenantTx tx, bool withTaken) => tx.Ask<DateTimeOffset?>($"""
        select min(due_time) from timers where tenant_id = {tx.TenantId} and ({withTaken} or lease_time <= {tx.RealNow})
        """);

    /// <summary>Takes a timer out and answers whether it was still there, due when it was. Whoever moves an instance locks it before its timers, and so does this.</summary>
    public static Answer<int> AskGone(TenantTx tx, TimerRow t)
    {
        tx.Ask<int>($"select 1 from instances where tenant_id = {tx.TenantId} and id = {t.InstanceId} for no key update");
        return tx.Ask<int>($"""
            delete from timers where tenant_id = {tx.TenantId} and instance_id = {t.InstanceId} and visit = {t.Visit} and purpose = {t.Purpose} and step = {t.Step}
                and due_time = {t.DueTime} returning 1
            """);
    }

    private static Sql Take(TenantTx tx, Sql due) => $"""
        {due}
        update timers t set lease_time = {Lease.Until(tx, $"t.attempts")}, attempts = t.attempts + 1 from due
        where (t.tenant_id, t.instance_id, t.visit, t.purpose, t.step) = (due.tenant_id, due.instance_id, due.visit, due.purpose, due.step)
        returning t.tenant_id, t.instance_id, t.visit, t.purpose, t.step, t.token, t.due_time, t.attempts
        """;
}
