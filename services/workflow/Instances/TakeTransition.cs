using System.Text.Json;
using FactoryFlow.Platform.Errors;
using FactoryFlow.Workflow.Engine;
using FactoryFlow.Workflow.V1;
using Grpc.Core;

namespace FactoryFlow.Workflow.Instances;

internal sealed partial class InstanceService
{
    private const int LongestName = 64, LongestReason = 500, LongestKey = 100;

    public override Task<V1.Instance> TakeTransition(TakeTransitionRequest request, ServerCallContext context)
    {
        var check = new Check();
        var id = check.Id("instance_id", request.InstanceId);
        check.That((request.Transition.Length > 0) != (request.ToState.Length > 0), "transition", "is required, or toState instead of it");
        var key = check.Text("transition_key", request.TransitionKey, 0, LongestKey);
        var metadata = check.Object("metadata", request.Metadata);
        var take = new Take(
            check.Text("transition", request.Transition, 0, LongestName * 2 + 1), check.Text("to_state", request.ToState, 0, LongestName), key.Length > 0 ? key : null,
            check.Text("reason", request.Reason, 0, LongestReason), metadata is null ? null : JsonElement.Parse(metadata), check.Known("context", request.Context));
        check.Done();
        return Carry(new Move(id, take, "context", take.Context) { Etag = request.Etag, IsDry = request.ValidateOnly, Action = "workflow_instance.transitioned" }, request, context);
    }
}
