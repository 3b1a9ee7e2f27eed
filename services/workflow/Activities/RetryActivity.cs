using FactoryFlow.Platform.Errors;
using FactoryFlow.Workflow.V1;
using Grpc.Core;

namespace FactoryFlow.Workflow.Activities;

internal sealed partial class ActivityService
{
    public override Task<V1.Activity> RetryActivity(RetryActivityRequest request, ServerCallContext context)
    {
        var check = new Check();
        var (instance, number) = Named(check, request.InstanceId, request.Number);
        check.Done();
        return Change(instance, number, "workflow_instance.activity_retried", request, context, (tx, activity) =>
        {
            if (activity.IsSuspended) return new Engine.RetryActivity(number);
            ActivityStore.Hurry(tx, instance, number);
            return null;
        });
    }
}
