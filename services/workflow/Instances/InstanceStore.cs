using FactoryFlow.Platform.Data;
using FactoryFlow.Workflow.Engine;

namespace FactoryFlow.Workflow.Instances;

/// <summary>The statements that show, lock and write instances and add to their history.</summary>
internal static class InstanceStore
{
    /// <summary>Asks for instances, newest first.</summary>
    public static Answer<InstanceRow> Ask(TenantTx tx, Guid[] ids) => tx.Ask<InstanceRow>($"""
        select i.id, i.definition_id, d.name as definition_name, i.definition_version, i.business_key, i.status, i.states, i.context::text, i.state::text, i.version, i.started_by, i.error,
               i.create_time, i.update_time, i.end_time, i.parent_id, i.parent_visit, i.depth, i.trigger_id, i.trigger_depth
        from instances i join definitions d on d.tenant_id = i.tenant_id and d.id = i.definition_id
        where i.tenant_id = {tx.TenantId} and i.id = any({ids}) order by i.id desc
        """);

    /// <summary>Reads an instance, and whether it has taken a transition of this key.</summary>
    /// <param name="tx">The transaction.</param>
    /// <param name="id">The instance.</param>
    /// <param name="key">The key; null where there is none.</param>
    /// <param name="isLocked">Whether nobody else may move it until the commit.</param>
    /// <exception cref="Platform.Errors.Refusal">INSTANCE_NOT_FOUND.</exception>
    public static async Task<(InstanceRow Row, Instance Instance)> Read(TenantTx tx, Guid id, string? key = null, bool isLocked = false)
    {
        if (isLocked) tx.Ask<int>($"select 1 from instances where tenant_id = {tx.TenantId} and id = {id} for no key update");
        // Asked behind the lock, so that all is as whoever held it before left it.
        var row = Ask(tx, [id]);
        var taken = tx.Ask<int>($"select sequence from history where tenant_id = {tx.TenantId} and instance_id = {id} and transition_key = {key}::text");
        await tx.Flush();
        return row.First is { } found ? (found, found.ToInstance(taken.Rows.Count > 0 ? key : null)) : throw NotFound(id);
    }

    /// <summary>Adds an instance.</summary>
    public static void Add(TenantTx tx, InstanceRow i) => tx.Write($"""
        insert into instances (tenant_id, id, definition_id, definition_version, business_key, status, states, context, state, version, started_by, error,
            create_time, update_time, end_time, parent_id, parent_visit, depth, trigger_id, trigger_depth)
        values ({tx.TenantId}, {i.Id}, {i.DefinitionId}, {i.DefinitionVersion}, {i.BusinessKey}, {i.Status}, {i.States}, {new Json(i.Context)}, {new Json(i.State)},
                {i.Version}, {i.StartedBy}, {i.Error}, {i.CreateTime}, {i.UpdateTime}, {i.EndTime},
                {i.ParentId}::uuid, {i.ParentVisit}::int, {i.Depth}, {i.TriggerId}, {i.TriggerDepth})
        """);

    /// <summary>Writes what became of a locked instance.</summary>
    public static void Save(TenantTx tx, InstanceRow i) => tx.Write($"""
        update instances set definition_version = {i.DefinitionVersion}, status = {i.Status}, states = {i.States}, context = {new Json(i.Context)}, state = {new Json(i.State)}, version = {i.Version},
            error = {i.Error}, update_time = {i.UpdateTime}, end_time = {i.EndTime}
        where tenant_id = {tx.TenantId} and id = {i.Id}
        """);

    /// <summary>Adds what happened to the history.</summary>
    public static void AddHistory(TenantTx tx, Guid instance, IEnumerable<HistoryRow> entries)
    {
        foreach (var e in entries)
            tx.Write($"""
                insert into history (tenant_id, instance_id, sequence, time, type, transition, from_state, to_state, actor_id, reason, metadata, transition_key, details)
                values ({tx.TenantId}, {instance}, {e.Sequence}, {e.Time}, {e.Type}, {e.Transition}, {e.FromState}, {e.ToState}, {e.ActorId}, {e.Reason},
                        {new Json(e.Metadata)}, {e.TransitionKey}, {new Json(e.Details)})
                """);
    }

    public static Platform.Errors.Refusal NotFound(Guid id) => Reasons.InstanceNotFound.Refuse($"There is no workflow instance {id}.", "instance_id");
}
