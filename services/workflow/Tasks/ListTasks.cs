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
        var status = EnumText.Of(request.Status == Status.Unspecified ? Status.Open : request.Status);
        var isMine = request.Mine || context.Scope() != Scopes.All;
        return db.Read(context, async tx =>
        {
            var isThere = instance is null ? null : tx.Ask<int>($"select 1 from instances where tenant_id = {tx.TenantId} and id = {instance.Value}");
            var found = await tx.All<TaskRow>($"""
                {TaskStore.Shown()}
                where t.tenant_id = {tx.TenantId} and t.status = {status} and ({after}::uuid is null or t.id > {after}::uuid)
                    and (not {isMine} or t.assignee_id = {caller.Subject} or (t.assignee_id is null and t.roles && {caller.Roles.ToArray()}))
                    and ({instance}::uuid is null or t.instance_id = {instance}::uuid) and ({assignee}::uuid is null or t.assignee_id = {assignee}::uuid)
                    and ({request.Role} = '' or {request.Role} = any(t.roles)) and ({request.State} = '' or t.state = {request.State})
                    and ({due}::timestamptz is null or t.due_time < {due}::timestamptz)
                order by t.id limit {size + 1}
                """);
            if (isThere is { Rows.Count: 0 }) throw InstanceStore.NotFound(instance!.Value);
            var response = new ListTasksResponse { NextPageToken = found.Count > size ? PageToken.After(found[size - 1].Id.ToString()) : "" };
            response.Tasks.AddRange(found.Take(size).Select(t => t.ToMessage()));
            return response;
        });
    }
}
