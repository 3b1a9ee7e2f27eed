using FactoryFlow.Platform.Auth;
using FactoryFlow.Platform.Data;
using FactoryFlow.Platform.Errors;
using FactoryFlow.Workflow.Instances;
using FactoryFlow.Workflow.V1;
using Grpc.Core;
using Status = FactoryFlow.Workflow.V1.UserTask.Types.Status;

namespace FactoryFlow.Workflow.Tasks;

internal sealed partial class TaskService
{
    public override Task<ListTasksResponse> ListTasks(ListTasksRequest request, ServerCallContext context)
    {
        var check = new Check();
        var size = check.PageSize(request.PageSize);
        Guid? instance = request.InstanceId.Length > 0 ? check.Id("instance_id", request.InstanceId) : null;
        Guid? assignee = request.AssigneeId.Length > 0 ? check.Id("assignee_id", request.AssigneeId) : null;
        DateTimeOffset? due = request.DueBefore is { } before ? check.Time("due_before", before, DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(1000)) : null;
        check.Done();
        var after = PageToken.Id(request.PageToken);
        var caller = context.Caller();
        var isMine = request.Mine || context.Scope() != Scopes.All;
        return db.Read(context, async tx =>
        {
            var isThere = instance is null ? null : tx.Ask<int>($"select 1 from instances where tenant_id = {tx.TenantId} and id = {instance.Value}");
            // What one has, and what is for one of one's roles and nobody has: each is in the order of an index.
            var found = !isMine ? await tx.All<TaskRow>(Some($"")) : await tx.All<TaskRow>($"""
                select * from (({Some($" and t.assignee_id = {caller.Subject}")}) union all ({Some($" and t.assignee_id is null and t.roles && {caller.Roles.ToArray()}")})) u order by id limit {size + 1}
                """);
            if (isThere is { Rows.Count: 0 }) throw InstanceStore.NotFound(instance!.Value);
            var response = new ListTasksResponse { NextPageToken = found.Count > size ? PageToken.After(found[size - 1].Id.ToString()) : "" };
            response.Tasks.AddRange(found.Take(size).Select(t => t.ToMessage()));
            return response;

            Sql Some(Sql whose) => $"{TaskStore.Shown()} where t.tenant_id = {tx.TenantId}{whose}{Narrowed(request, after, instance, assignee, due)} order by t.id limit {size + 1}";
        });
    }

    // Only what is asked for, so that an index answers it.
    private static Sql Narrowed(ListTasksRequest request, Guid? after, Guid? instance, Guid? assignee, DateTimeOffset? due)
    {
        Sql all = $"";
        if (request.Status is Status.Unspecified or Status.Open) all.AppendFormatted((Sql)$" and t.status = 'OPEN'");
        else all.AppendFormatted((Sql)$" and t.status = {request.Status}");
        if (after is { } last) all.AppendFormatted((Sql)$" and t.id > {last}");
        if (instance is { } one) all.AppendFormatted((Sql)$" and t.instance_id = {one}");
        if (assignee is { } user) all.AppendFormatted((Sql)$" and t.assignee_id = {user}");
        if (request.Role.Length > 0) all.AppendFormatted((Sql)$" and {request.Role} = any(t.roles)");
        if (request.State.Length > 0) all.AppendFormatted((Sql)$" and t.state = {request.State}");
        if (due is { } before) all.AppendFormatted((Sql)$" and t.due_time < {before}");
        return all;
    }
}
