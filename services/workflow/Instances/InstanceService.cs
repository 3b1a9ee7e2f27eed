using FactoryFlow.Platform.Auth;
using FactoryFlow.Platform.Data;
using FactoryFlow.Workflow.Definitions;
using FactoryFlow.Workflow.SubWorkflows;
using Google.Protobuf;
using Grpc.Core;

namespace FactoryFlow.Workflow.Instances;

/// <summary>The RPCs on workflow instances, one file each.</summary>
internal sealed partial class InstanceService(TenantDb db, DefinitionCache definitions, Starter starter, Mover mover) : V1.InstanceService.InstanceServiceBase
{
    private Task<V1.Instance> Carry(Move move, IMessage request, ServerCallContext context)
    {
        if (move.IsDry) return db.Read(context, async tx => (await mover.Decide(tx, move, context.Caller())).ToMessage());
        return db.Write(context, request, async tx =>
        {
            var step = await mover.Decide(tx, move, context.Caller());
            Mover.Write(tx, step, move.Action);
            return step.ToMessage();
        });
    }
}
