using FactoryFlow.Platform.Auth;
using FactoryFlow.Platform.Data;
using Grpc.Core;

namespace FactoryFlow.Workflow.Tasks;

/// <summary>The statements that show, lock and write tasks.</summary>
internal static class TaskStore
{
    /// <summary>What is shown of a task, before a <c>where</c>.</summary>
    public static Sql Shown() => $"""
        select t.id, t.instance_id, t.visit, t.state, t.name, t.status, t.roles, t.assignee_id, t.delegator_id, t.due_time, t.create_time, t.update_time, t.end_time, t.completer_id,
               d.id as definition_id, d.name as definition_name, i.definition_version, i.business_key
        from tasks t
        join instances i on i.tenant_id = t.tenant_id and i.id = t.instance_id
        join definitions d on d.tenant_id = i.tenant_id and d.id = i.definition_id
        """;

    /// <summary>Reads a task that is for the caller.</summary>
    /// <exception cref="Platform.Errors.Refusal">TASK_NOT_FOUND, and so is one that is not for the caller.</exception>
    public static async Task<TaskRow> Read(TenantTx tx, Guid id, ServerCallContext context, bool isLocked = false)
    {
        if (isLocked) tx.Ask<int>($"select 1 from tasks where tenant_id = {tx.TenantId} and id = {id} for no key update");
        // Asked behind the lock, so that it is as whoever held it before left it.
        var found = await tx.One<TaskRow>($"{Shown()} where t.tenant_id = {tx.TenantId} and t.id = {id}");
        return found is not null && (context.Scope() == Scopes.All || Assigning.IsFor(found, context.Caller()))
            ? found
            : throw Reasons.TaskNotFound.Refuse($"There is no task {id}, or it is not for you.", "task_id");
    }

    /// <summary>Locks the open tasks of an instance that is locked, and asks for them.</summary>
    public static Answer<TaskRow> AskOpen(TenantTx tx, Guid instance)
    {
        tx.Ask<int>($"select 1 from tasks where tenant_id = {tx.TenantId} and instance_id = {instance} and status = 'OPEN' order by id for no key update");
        return tx.Ask<TaskRow>($"{Shown()} where t.tenant_id = {tx.TenantId} and t.instance_id = {instance} and t.status = 'OPEN'");
    }

    public static void Add(TenantTx tx, TaskRow t) => tx.Write($"""
        insert into tasks (tenant_id, id, instance_id, visit, state, name, status, roles, assignee_id, due_time, create_time, update_time)
        values ({tx.TenantId}, {t.Id}, {t.InstanceId}, {t.Visit}, {t.State}, {t.Name}, {t.Status}, {t.Roles}, {t.AssigneeId}::uuid, {t.DueTime}::timestamptz, {t.CreateTime}, {t.UpdateTime})
        """);

    /// <summary>Writes whose a locked task is now.</summary>
    public static void Save(TenantTx tx, TaskRow t) => tx.Write($"""
        update tasks set roles = {t.Roles}, assignee_id = {t.AssigneeId}::uuid, delegator_id = {t.DelegatorId}::uuid, update_time = {tx.Now}
        where tenant_id = {tx.TenantId} and id = {t.Id}
        """);

    /// <summary>Writes what a locked task is in another version of its definition.</summary>
    public static void Rebind(TenantTx tx, TaskRow t)
    {
        Save(tx, t);
        tx.Write($"update tasks set state = {t.State}, name = {t.Name}, due_time = {t.DueTime}::timestamptz where tenant_id = {tx.TenantId} and id = {t.Id}");
    }

    /// <summary>Ends the tasks of visits that are over.</summary>
    /// <param name="tx">The transaction.</param>
    /// <param name="instance">The instance, which is locked.</param>
    /// <param name="visits">The visits.</param>
    /// <param name="completer">Who completed them; null when nobody did.</param>
    public static void End(TenantTx tx, Guid instance, int[] visits, Guid? completer) => tx.Write($"""
        update tasks set status = case when {completer}::uuid is null then 'CANCELLED' else 'COMPLETED' end, completer_id = {completer}::uuid, update_time = {tx.Now}, end_time = {tx.Now}
        where tenant_id = {tx.TenantId} and instance_id = {instance} and visit = any({visits}) and status = 'OPEN'
        """);
}
