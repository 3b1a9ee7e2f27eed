using FactoryFlow.Platform.Errors;
using FactoryFlow.Workflow.V1;
using Grpc.Core;

namespace FactoryFlow.Workflow.Activities;

internal sealed partial class ActivityService
{
    public override Task<V1.Activity> SkipActivity(SkipActivityRequest request, ServerCallContext context)
    {
        var check = new Check();
        var (instance, number) = Named(check, request.InstanceId, request.Number);
        var reason = check.Text("reason", request.Reason, 1, LongestReason);
        check.Done();
        return Change(instance, number, "workflow_instance.activity_skipped", request, context, (_, _) => new Engine.SkipActivity(number, reason));
    }
}
