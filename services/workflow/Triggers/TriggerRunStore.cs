using FactoryFlow.Platform.Data;
using Outcome = FactoryFlow.Workflow.V1.TriggerRun.Types.Outcome;

namespace FactoryFlow.Workflow.Triggers;

/// <summary>What is asked and written about what triggers heard. An event that a trigger heard before is left out.</summary>
internal static class TriggerRunStore
{
    private static readonly TimeSpan RunsAreKept = TimeSpan.FromDays(30), Lease = TimeSpan.FromMinutes(1);

    /// <summary>Runs that are over and too old.</summary>
    public static readonly Swept Expired = new("runs of triggers", static (tx, most) => tx.Ask<int>($"""
        with gone as (
            delete from trigger_runs where (tenant_id, id) in (
                select tenant_id, id from trigger_runs where create_time <= {tx.Now - RunsAreKept} and outcome <> 'PENDING' order by create_time limit {most} for update skip locked)
            returning 1)
        select count(*)::int from gone
        """));

    /// <summary>Has an instance started at once.</summary>
    public static void Add(TenantTx tx, HeardEvent e) => tx.Write($"""
        {Insert()}
        values ({tx.TenantId}, {tx.NewId()}, {e.DefinitionId}, {e.DefinitionVersion}, {e.TriggerId}, {e.EventId}, {e.EventType}, {e.BusinessKey}, {e.Depth}, 'PENDING', '', '', {tx.Now}, {tx.RealNow}, 0, {tx.Now})
        on conflict do nothing
        """);

    /// <summary>Has one started of the last event of a business key that is heard until then; an event that was waited with already keeps its time.</summary>
    public static void AddLast(TenantTx tx, HeardEvent e, DateTimeOffset due) => tx.Write($"""
        with earlier as (
            update trigger_runs set outcome = 'DEBOUNCED', end_time = {tx.Now}
            where tenant_id = {tx.TenantId} and definition_id = {e.DefinitionId} and trigger_id = {e.TriggerId} and business_key = {e.BusinessKey} and outcome = 'PENDING'
                and not exists (select from trigger_runs h where h.tenant_id = {tx.TenantId} and h.definition_id = {e.DefinitionId} and h.trigger_id = {e.TriggerId} and h.event_id = {e.EventId})
            returning due_time)
        {Insert()}
        select {tx.TenantId}, {tx.NewId()}, {e.DefinitionId}, {e.DefinitionVersion}, {e.TriggerId}, {e.EventId}, {e.EventType}, {e.BusinessKey}, {e.Depth}, 'PENDING', '', '',
            coalesce((select min(due_time) from earlier), {due}), {tx.RealNow}, 0, {tx.Now}
        on conflict do nothing
        """);

    /// <summary>Writes down that an event starts nothing, and why.</summary>
    public static void AddFailed(TenantTx tx, HeardEvent e, string reason, string detail) => tx.Write($"""
        insert into trigger_runs (tenant_id, id, definition_id, definition_version, trigger_id, event_id, event_type, business_key, depth, outcome, reason, detail, due_time, lease_time, attempts, create_time, end_time)
        values ({tx.TenantId}, {tx.NewId()}, {e.DefinitionId}, {e.DefinitionVersion}, {e.TriggerId}, {e.EventId}, {e.EventType}, {e.BusinessKey}, {e.Depth}, 'FAILED', {reason}, {detail}, {tx.Now}, {tx.Now}, 0, {tx.Now}, {tx.Now})
        on conflict do nothing
        """);

    /// <summary>
    /// Takes what is due, of so many tenants and of each so much at most, first what is due longest, so that no tenant's heap holds up another.
    /// Nobody else takes it until the lease is over.
    /// </summary>
    public static Task<IReadOnlyList<DueRun>> TakeDue(TenantTx tx, int tenants, int each) => tx.All<DueRun>($"""
        {DueRows.Of(tx, $"trigger_runs", $"outcome = 'PENDING'", $"due_time", $"id", tenants, each)}
        update trigger_runs r set lease_time = {tx.RealNow + Lease}, attempts = attempts + 1 from due
        where (r.tenant_id, r.id) = (due.tenant_id, due.id)
        returning r.tenant_id, r.id, r.definition_id, r.attempts
        """);

    /// <summary>Takes those of the transaction's tenant that are due.</summary>
    public static Task<IReadOnlyList<DueRun>> TakeOwn(TenantTx tx, int most) => tx.All<DueRun>($"""
        update trigger_runs r set lease_time = {tx.RealNow + Lease}, attempts = attempts + 1
        from (select id from trigger_runs
              where tenant_id = {tx.TenantId} and outcome = 'PENDING' and due_time <= {tx.Now} and lease_time <= {tx.RealNow} order by due_time limit {most} for update skip locked) due
        where r.tenant_id = {tx.TenantId} and r.id = due.id
        returning r.tenant_id, r.id, r.definition_id, r.attempts
        """);

    /// <summary>Asks when the next one of the transaction's tenant is due.</summary>
    public static Answer<DateTimeOffset?> AskNext(TenantTx tx, bool withTaken) => tx.Ask<DateTimeOffset?>($"""
        select min(due_time) from trigger_runs where tenant_id = {tx.TenantId} and outcome = 'PENDING' and ({withTaken} or lease_time <= {tx.RealNow})
        """);

    /// <summary>Asks for what is still to be started, with its event, and holds it until the commit.</summary>
    public static Answer<PendingRun> AskPending(TenantTx tx, Guid id) => tx.Ask<PendingRun>($"""
        select r.definition_version, r.trigger_id, r.depth, r.event_id, e.type as event_type, e.occur_time, e.data
        from trigger_runs r join events e on e.tenant_id = r.tenant_id and e.event_id = r.event_id
        where r.tenant_id = {tx.TenantId} and r.id = {id} and r.outcome = 'PENDING' for update of r
        """);

    /// <summary>Asks how many of the instances that a trigger started run, of whoever asks first: the next one waits until the commit.</summary>
    public static Answer<int> AskRunning(TenantTx tx, Guid definition, string trigger)
    {
        tx.Ask<int>($"select 1 from triggers where tenant_id = {tx.TenantId} and definition_id = {definition} and id = {trigger} for no key update");
        return tx.Ask<int>($"select count(*)::int from instances where tenant_id = {tx.TenantId} and definition_id = {definition} and trigger_id = {trigger} and status = 'RUNNING'");
    }

    /// <summary>Writes down what became of it, unless that is known already.</summary>
    public static void End(TenantTx tx, Guid id, Outcome outcome, string reason, string detail, Guid? instance = null) => tx.Write($"""
        update trigger_runs set outcome = {outcome}, reason = {reason}, detail = {detail}, instance_id = {instance}::uuid, end_time = {tx.Now}
        where tenant_id = {tx.TenantId} and id = {id} and outcome = 'PENDING'
        """);

    private static Sql Insert() => $"""
        insert into trigger_runs (tenant_id, id, definition_id, definition_version, trigger_id, event_id, event_type, business_key, depth, outcome, reason, detail, due_time, lease_time, attempts, create_time)
        """;
}

/// <summary>An event that a trigger heard.</summary>
/// <param name="DefinitionId">Whose trigger.</param>
/// <param name="DefinitionVersion">In which version.</param>
/// <param name="TriggerId">Which.</param>
/// <param name="EventId">Which event.</param>
/// <param name="EventType">What it is called.</param>
/// <param name="BusinessKey">What the tenant knows the instance by.</param>
/// <param name="Depth">How many triggers led to it, with this one.</param>
internal sealed record HeardEvent(Guid DefinitionId, int DefinitionVersion, string TriggerId, Guid EventId, string EventType, string BusinessKey, int Depth);

/// <summary>What was taken to be started.</summary>
internal sealed record DueRun(Guid TenantId, Guid Id, Guid DefinitionId, int Attempts);

/// <summary>What is to be started, with its event.</summary>
internal sealed record PendingRun(int DefinitionVersion, string TriggerId, int Depth, Guid EventId, string EventType, DateTimeOffset OccurTime, string Data);
