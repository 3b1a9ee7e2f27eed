using FactoryFlow.Ledger.V1;
using FactoryFlow.Platform.Data;

namespace FactoryFlow.Ledger.Disputes;

/// <summary>The statements that find, lock and carry on disputes.</summary>
internal static class DisputeStore
{
    /// <summary>Asks for disputes, newest first.</summary>
    public static Answer<DisputeRow> Ask(TenantTx tx, Guid? workerId, bool onlyOpen, Guid before, int limit) => tx.Ask<DisputeRow>($"""
        select d.id, d.entry_id, d.worker_id, d.status, coalesce(e.period, to_char(e.effective_time at time zone 'UTC', 'YYYY-MM')) as period, d.create_time,
               array(select r.entry_id from dispute_entries r where r.tenant_id = d.tenant_id and r.dispute_id = d.id order by r.entry_id) as resolving_entry_ids
        from disputes d join entries e on e.tenant_id = d.tenant_id and e.id = d.entry_id
        where d.tenant_id = {tx.TenantId} and d.id < {before} and ({workerId}::uuid is null or d.worker_id = {workerId}) and (not {onlyOpen} or d.status in ('OPEN', 'ANSWERED'))
        order by d.id desc limit {limit}
        """);

    /// <summary>Asks for one dispute.</summary>
    public static Answer<DisputeRow> Ask(TenantTx tx, Guid id) => tx.Ask<DisputeRow>($"""
        select d.id, d.entry_id, d.worker_id, d.status, coalesce(e.period, to_char(e.effective_time at time zone 'UTC', 'YYYY-MM')) as period, d.create_time,
               array(select r.entry_id from dispute_entries r where r.tenant_id = d.tenant_id and r.dispute_id = d.id order by r.entry_id) as resolving_entry_ids
        from disputes d join entries e on e.tenant_id = d.tenant_id and e.id = d.entry_id
        where d.tenant_id = {tx.TenantId} and d.id = {id}
        """);

    /// <summary>A dispute with its history.</summary>
    /// <exception cref="Platform.Errors.Refusal">DISPUTE_NOT_FOUND.</exception>
    public static async Task<Dispute> Read(TenantTx tx, Guid id)
    {
        var dispute = Ask(tx, id);
        var events = tx.Ask<DisputeEventRow>($"select status, message, user_id, time from dispute_events where tenant_id = {tx.TenantId} and dispute_id = {id} order by number");
        await tx.Flush();
        return dispute.First?.ToMessage(events.Rows) ?? throw NotFound(id);
    }

    /// <summary>Locks a dispute: whoever carries it on does so alone.</summary>
    /// <exception cref="Platform.Errors.Refusal">DISPUTE_NOT_FOUND.</exception>
    public static async Task<DisputeRow> Lock(TenantTx tx, Guid id)
    {
        tx.Ask<int>($"select 1 from disputes where tenant_id = {tx.TenantId} and id = {id} for update");
        var dispute = Ask(tx, id);
        await tx.Flush();
        return dispute.First ?? throw NotFound(id);
    }

    /// <summary>Refuses entries that have no line of a worker.</summary>
    /// <exception cref="Platform.Errors.Refusal">ENTRY_NOT_FOUND.</exception>
    public static async Task RequireLines(TenantTx tx, Guid workerId, IReadOnlyList<Guid> entryIds, Func<int, string> field)
    {
        if (entryIds.Count == 0) return;
        var known = (await tx.All<Guid>($"select entry_id from lines where tenant_id = {tx.TenantId} and worker_id = {workerId} and entry_id = any({entryIds.ToArray()})")).ToHashSet();
        for (var i = 0; i < entryIds.Count; i++)
            if (!known.Contains(entryIds[i]))
                throw Reasons.EntryNotFound.Refuse($"Worker {workerId} has no line of an entry {entryIds[i]}.", field(i));
    }

    /// <summary>Adds a dispute; one about the same line that goes on violates a constraint.</summary>
    public static void Create(TenantTx tx, Guid id, Guid entryId, Guid workerId, string message, Guid userId)
    {
        tx.Write($"""
            insert into disputes (tenant_id, id, entry_id, worker_id, status, create_time)
            values ({tx.TenantId}, {id}, {entryId}, {workerId}, {Dispute.Types.Status.Open}, {tx.Now})
            """);
        Add(tx, id, Dispute.Types.Status.Open, message, userId, []);
    }

    /// <summary>Writes down what was said, and what the dispute becomes by it.</summary>
    public static void Add(TenantTx tx, Guid id, Dispute.Types.Status status, string message, Guid userId, IReadOnlyList<Guid> entryIds)
    {
        tx.Write($"update disputes set status = {status} where tenant_id = {tx.TenantId} and id = {id}");
        tx.Write($"""
            insert into dispute_events (tenant_id, dispute_id, number, status, message, user_id, time)
            select {tx.TenantId}, {id}, count(*) + 1, {status}, {message}, {userId}, {tx.Now} from dispute_events where tenant_id = {tx.TenantId} and dispute_id = {id}
            """);
        if (entryIds.Count > 0)
            tx.Write($"insert into dispute_entries (tenant_id, dispute_id, entry_id) select {tx.TenantId}, {id}, e from unnest({entryIds.Distinct().ToArray()}) as e");
    }

    private static Platform.Errors.Refusal NotFound(Guid id) => Reasons.DisputeNotFound.Refuse($"There is no dispute {id}.");
}
