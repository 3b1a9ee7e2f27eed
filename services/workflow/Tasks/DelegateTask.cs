using FactoryFlow.Platform.Auth;
using FactoryFlow.Platform.Errors;
using FactoryFlow.Workflow.V1;
using Grpc.Core;

namespace FactoryFlow.Workflow.Tasks;

internal sealed partial class TaskService
{
    public override Task<UserTask> DelegateTask(DelegateTaskRequest request, ServerCallContext context)
    {
        var check = new Check();
        var (id, user) = (check.Id("task_id", request.TaskId), check.Id("user_id", request.UserId));
        check.That(user != context.Caller().Subject, "user_id", "is you; name somebody else");
        check.Done();
        return Change(id, request, context, "workflow_task.delegated", task => Assigning.Delegate(task, context.Caller(), user));
    }
}
