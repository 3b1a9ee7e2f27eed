using FactoryFlow.Platform.Auth;
using FactoryFlow.Platform.Errors;
using FactoryFlow.Workflow.V1;
using Grpc.Core;

namespace FactoryFlow.Workflow.Tasks;

internal sealed partial class TaskService
{
    public override Task<UserTask> ClaimTask(ClaimTaskRequest request, ServerCallContext context)
    {
        var check = new Check();
        var id = check.Id("task_id", request.TaskId);
        check.Done();
        return Change(id, request, context, "workflow_task.claimed", task => Assigning.Claim(task, context.Caller()));
    }
}
