using FactoryFlow.Platform.Auth;
using FactoryFlow.Platform.Errors;
using FactoryFlow.Workflow.V1;
using Grpc.Core;

namespace FactoryFlow.Workflow.Tasks;

internal sealed partial class TaskService
{
    public override Task<UserTask> ReleaseTask(ReleaseTaskRequest request, ServerCallContext context)
    {
        var check = new Check();
        var id = check.Id("task_id", request.TaskId);
        check.Done();
        return Change(id, request, context, "workflow_task.released", task => Assigning.Release(task, context.Caller()));
    }
}
