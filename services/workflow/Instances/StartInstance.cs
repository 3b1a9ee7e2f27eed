using FactoryFlow.Platform.Auth;
using FactoryFlow.Platform.Errors;
using FactoryFlow.Workflow.Engine;
using FactoryFlow.Workflow.V1;
using Grpc.Core;

namespace FactoryFlow.Workflow.Instances;

internal sealed partial class InstanceService
{
    private const int LongestBusinessKey = 200;

    public override Task<V1.Instance> StartInstance(StartInstanceRequest request, ServerCallContext context)
    {
        var check = new Check();
        var named = check.Text("definition", request.Definition, 1, 100);
        var start = new Start(check.Text("business_key", request.BusinessKey, 0, LongestBusinessKey), check.Known("context", request.Context))
        {
            CallDepth = causes.DepthOf(context.Caller().TenantId, context.CausedBy()) is { } depth ? depth + 1 : 0,
        };
        check.Done();
        if (request.ValidateOnly) return db.Read(context, async tx => (await starter.Begin(tx, named, start, context.Caller())).ToMessage());
        return db.Write(context, request, async tx =>
        {
            var step = await starter.Begin(tx, named, start, context.Caller());
            Mover.Write(tx, step, "workflow_instance.started");
            return step.ToMessage();
        });
    }
}
