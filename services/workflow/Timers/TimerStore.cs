using FactoryFlow.Platform.Data;

namespace FactoryFlow.Workflow.Timers;

/// <summary>The statements that write, take and end timers.</summary>
internal static class TimerStore
{
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(1);

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

    /// <summary>Takes the timers of any tenant that are due, those that are due longest first. No other process takes them until the lease is over.</summary>
    public static async Task<IReadOnlyList<TimerRow>> TakeDue(TenantTx tx, int most)
    {
        // One index says what is due by the world's time. Sandboxes are asked each by their own, which that index must not answer: it has everybody's.
        var (taken, tried) = (tx.Ask<TimerRow>(Take(tx, $"""
            select tenant_id, instance_id, visit, purpose, step from timers where due_time <= {tx.RealNow} and lease_time <= {tx.RealNow}
            order by due_time limit {most} for update skip locked
            """)), tx.Ask<TimerRow>(Take(tx, $"""
            select s.* from tenant_clocks c cross join lateral (
                select tenant_id, instance_id, visit, purpose, step from timers
                where tenant_id = c.tenant_id and due_time + interval '0' <= {tx.RealNow} + c.ahead and lease_time <= {tx.RealNow}
                order by due_time + interval '0' limit {most} for update skip locked) s
            """)));
        await tx.Flush();
        return [.. taken.Rows.Concat(tried.Rows).OrderBy(t => t.DueTime)];
    }

    /// <summary>Takes those of the transaction's tenant that are due.</summary>
    public static async Task<IReadOnlyList<TimerRow>> TakeOwn(TenantTx tx, int most) => [.. (await tx.All<TimerRow>(Take(tx, $"""
        select tenant_id, instance_id, visit, purpose, step from timers
        where tenant_id = {tx.TenantId} and due_time + interval '0' <= {tx.Now} and lease_time <= {tx.RealNow} order by due_time + interval '0' limit {most} for update skip locked
        """))).OrderBy(t => t.DueTime)];

    /// <summary>Asks when the next one of the transaction's tenant is due.</summary>
    public static Answer<DateTimeOffset?> AskNext(TenantTx tx, bool withTaken) => tx.Ask<DateTimeOffset?>($"""
        select min(due_time + interval '0') from timers where tenant_id = {tx.TenantId} and ({withTaken} or lease_time <= {tx.RealNow})
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
        update timers t set lease_time = {tx.RealNow + Lease}
        from ({due}) due
        where (t.tenant_id, t.instance_id, t.visit, t.purpose, t.step) = (due.tenant_id, due.instance_id, due.visit, due.purpose, due.step)
        returning t.tenant_id, t.instance_id, t.visit, t.purpose, t.step, t.token, t.due_time
        """;
}
