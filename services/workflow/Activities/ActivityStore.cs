using FactoryFlow.Platform.Data;
using FactoryFlow.Workflow.Definitions;
using FactoryFlow.Workflow.Engine;
using Status = FactoryFlow.Workflow.V1.Activity.Types.Status;

namespace FactoryFlow.Workflow.Activities;

/// <summary>What is asked and written about activities.</summary>
internal static class ActivityStore
{
    /// <summary>Asks for one of an instance's.</summary>
    public static Answer<ActivityRow> Ask(TenantTx tx, Guid instance, int number) => tx.Ask<ActivityRow>($"{Shown()} where tenant_id = {tx.TenantId} and instance_id = {instance} and number = {number}");

    /// <summary>Asks for those of an instance behind a number, in order.</summary>
    public static Answer<ActivityRow> AskBehind(TenantTx tx, Guid instance, int number, int most) =>
        tx.Ask<ActivityRow>($"{Shown()} where tenant_id = {tx.TenantId} and instance_id = {instance} and number > {number} order by number limit {most}");

    public static void Add(TenantTx tx, Guid instance, ActivityRequested asked, ActivityType type, DateTimeOffset due) => tx.Write($"""
        insert into activities (tenant_id, instance_id, number, type, transition, position, undoes, status, attempts, error, input, due_time, lease_time, create_time)
        values ({tx.TenantId}, {instance}, {asked.Number}, {type}, {asked.Transition}, {asked.Index}, {(asked.Undoes > 0 ? asked.Undoes : null as int?)}::int, 'PENDING', 0, '',
                {new Json(asked.Input?.GetRawText() ?? "{}")}, {due}, {tx.RealNow}, {tx.Now})
        """);

    /// <summary>Has it tried once more.</summary>
    public static void Begin(TenantTx tx, Guid instance, ActivityRequested asked, DateTimeOffset due) => tx.Write($"""
        update activities set status = 'PENDING', is_suspended = false, due_time = {due}, lease_time = {tx.RealNow}, takes = 0, end_time = null, input = coalesce({new Json(asked.Input?.GetRawText())}, input)
        where tenant_id = {tx.TenantId} and instance_id = {instance} and number = {asked.Number}
        """);

    /// <summary>Writes down how it ended; an attempt counts unless it was skipped.</summary>
    public static void End(TenantTx tx, Guid instance, int number, Status status, string error, bool isSuspended = false) => tx.Write($"""
        update activities set status = {status}, is_suspended = {isSuspended}, attempts = attempts + {(status == Status.Skipped ? 0 : 1)}, error = {error}, end_time = {tx.Now}, lease_time = {tx.RealNow}
        where tenant_id = {tx.TenantId} and instance_id = {instance} and number = {number}
        """);

    /// <summary>Writes down that what an activity did was undone by another.</summary>
    public static void Undone(TenantTx tx, Guid instance, int number) => tx.Write($"""
        update activities a set status = 'COMPENSATED'
        from activities c where a.tenant_id = {tx.TenantId} and a.instance_id = {instance} and c.tenant_id = a.tenant_id and c.instance_id = a.instance_id
            and c.number = {number} and a.number = c.undoes
        """);

    /// <summary>Ends what is still to be done for an instance that goes on no more.</summary>
    public static void Cancel(TenantTx tx, Guid instance) => tx.Write($"""
        update activities set status = case when status = 'PENDING' then 'CANCELLED' else status end, is_suspended = false, end_time = coalesce(end_time, {tx.Now})
        where tenant_id = {tx.TenantId} and instance_id = {instance} and (status = 'PENDING' or is_suspended)
        """);

    /// <summary>Has it tried at once instead of later.</summary>
    public static void Hurry(TenantTx tx, Guid instance, int number) => tx.Write($"""
        update activities set due_time = {tx.Now} where tenant_id = {tx.TenantId} and instance_id = {instance} and number = {number} and status = 'PENDING' and due_time > {tx.Now}
        """);

    /// <summary>
    /// Takes activities that are due, of any tenant's: of so many tenants and of each so many at most, those first that are due longest, so
    /// that no tenant's heap holds up another. Nobody else takes them until the lease is over.
    /// </summary>
    /// <param name="tx">Behind the door.</param>
    /// <param name="busy">The tenants that this process is busy with.</param>
    /// <param name="tenants">Of how many at most.</param>
    /// <param name="each">How many of each at most.</param>
    /// <param name="lease">For how long.</param>
    public static Task<IReadOnlyList<DueActivity>> TakeDue(TenantTx tx, Guid[] busy, int tenants, int each, TimeSpan lease) => tx.All<DueActivity>($"""
        {DueRows.Of(tx, $"activities", $"status = 'PENDING'", $"due_time", $"instance_id, number", tenants, each, busy)}
        update activities a set lease_time = {tx.RealNow + lease}, takes = a.takes + 1 from due
        where (a.tenant_id, a.instance_id, a.number) = (due.tenant_id, due.instance_id, due.number)
        returning a.tenant_id, a.instance_id, a.number, a.type as type_text, a.attempts, a.input::text, a.lease_time, a.takes
        """);

    /// <summary>Takes those of the transaction's tenant that are due.</summary>
    public static Task<IReadOnlyList<DueActivity>> TakeOwn(TenantTx tx, int most, TimeSpan lease) => tx.All<DueActivity>($"""
        update activities a set lease_time = {tx.RealNow + lease}, takes = a.takes + 1
        from (select instance_id, number from activities
              where tenant_id = {tx.TenantId} and status = 'PENDING' and due_time <= {tx.Now} and lease_time <= {tx.RealNow} order by due_time limit {most} for update skip locked) due
        where a.tenant_id = {tx.TenantId} and (a.instance_id, a.number) = (due.instance_id, due.number)
        returning a.tenant_id, a.instance_id, a.number, a.type as type_text, a.attempts, a.input::text, a.lease_time, a.takes
        """);

    /// <summary>Asks when the next one of the transaction's tenant is due.</summary>
    public static Answer<DateTimeOffset?> AskNext(TenantTx tx, bool withTaken) => tx.Ask<DateTimeOffset?>($"""
        select min(due_time) from activities where tenant_id = {tx.TenantId} and status = 'PENDING' and ({withTaken} or lease_time <= {tx.RealNow})
        """);

    /// <summary>Lets others take again what was taken and not done, as if it had not been taken.</summary>
    /// <param name="tx">Behind the door.</param>
    /// <param name="due">What was taken.</param>
    /// <param name="pause">When it may be taken again.</param>
    public static void GiveBack(TenantTx tx, DueActivity due, TimeSpan pause) => tx.Write($"""
        update activities set lease_time = {tx.RealNow + pause}, takes = greatest(takes - 1, 0)
        where tenant_id = {due.TenantId} and instance_id = {due.InstanceId} and number = {due.Number} and lease_time = {due.LeaseTime}
        """);

    private static Sql Shown() => $"""
        select instance_id, number, type, transition, position, undoes, status as status_text, is_suspended, attempts, error, due_time, lease_time, create_time, end_time from activities
        """;
}
