using FactoryFlow.Platform.Errors;
using FactoryFlow.Workflow.V1;
using Grpc.Core;

namespace FactoryFlow.Workflow.Tasks;

internal sealed partial class TaskService
{
    private const int LongestRole = 100;

    public override Task<UserTask> ReassignTask(ReassignTaskRequest request, ServerCallContext context)
    {
        var check = new Check();
        var id = check.Id("task_id", request.TaskId);
        Guid? user = request.UserId.Length > 0 ? check.Id("user_id", request.UserId) : null;
        var role = check.Text("role", request.Role, 0, LongestRole);
        check.That(user is not null || role.Length > 0, "user_id", "is required, or a role instead of it or besides");
        check.Done();
        return Change(id, request, context, "workflow_task.reassigned", task => Assigning.Reassign(task, user, role.Length > 0 ? [role] : []));
    }
}
