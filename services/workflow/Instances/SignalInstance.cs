using FactoryFlow.Platform.Errors;
using FactoryFlow.Workflow.Engine;
using FactoryFlow.Workflow.V1;
using Grpc.Core;

namespace FactoryFlow.Workflow.Instances;

internal sealed partial class InstanceService
{
    public override Task<V1.Instance> SignalInstance(SignalInstanceRequest request, ServerCallContext context)
    {
        var check = new Check();
        var id = check.Id("instance_id", request.InstanceId);
        var signal = new Signal(check.Text("name", request.Name, 1, LongestReason), check.Known("payload", request.Payload));
        check.Done();
        return Carry(new Move(id, signal, "payload", signal.Payload) { IsDry = request.ValidateOnly, Action = "workflow_instance.signalled" }, request, context);
    }
}
