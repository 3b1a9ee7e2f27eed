using FactoryFlow.Platform.Errors;
using FactoryFlow.Workflow.Engine;
using FactoryFlow.Workflow.V1;
using Grpc.Core;
using Instance = FactoryFlow.Workflow.Engine.Instance;

namespace FactoryFlow.Workflow.Instances;

internal sealed partial class InstanceService
{
    public override Task<V1.Instance> CancelInstance(CancelInstanceRequest request, ServerCallContext context)
    {
        var check = new Check();
        var id = check.Id("instance_id", request.InstanceId);
        var cancel = new Cancel(check.Text("reason", request.Reason, 0, LongestReason));
        check.Done();
        return Carry(new Move(id, cancel, "reason", Instance.NoContext) { IsDry = request.ValidateOnly, Action = "workflow_instance.cancelled" }, request, context);
    }
}
