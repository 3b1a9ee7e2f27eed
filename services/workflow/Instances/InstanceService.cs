using FactoryFlow.Platform.Auth;
using FactoryFlow.Platform.Data;
using FactoryFlow.Workflow.Definitions;
using FactoryFlow.Workflow.Engine;
using FactoryFlow.Workflow.SubWorkflows;
using FactoryFlow.Workflow.Triggers;
using Google.Protobuf;
using Grpc.Core;

namespace FactoryFlow.Workflow.Instances;

/// <summary>The RPCs on workflow instances, one file each.</summary>
internal sealed partial class InstanceService(TenantDb db, DefinitionCache definitions, Starter starter, Mover mover, Gatekeeper gates, Causes causes) : V1.InstanceService.InstanceServiceBase
{
    private async Task<V1.Instance> Carry(Move move, IMessage request, ServerCallContext context)
    {
        if (move.Command is Take take && await db.Read(context, tx => gates.Question(tx, move.InstanceId, take)) is { } question)
        {
            // What was answered before is answered again, whatever gates say by now.
            if (!move.IsDry && await db.FindAnswer<V1.Instance>(context, request) is { } before) return before;
            move = move with { Gates = await gates.Ask(context, question) };
        }

        if (move.IsDry) return await db.Read(context, async tx => (await mover.Decide(tx, move, context.Caller())).ToMessage());
        return await db.Write(context, request, async tx =>
        {
            var step = await mover.Decide(tx, move, context.Caller());
            Mover.Write(tx, step, move.Action);
            return step.ToMessage();
        });
    }
}
