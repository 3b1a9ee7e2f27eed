using FactoryFlow.Platform.Errors;
using FactoryFlow.Workflow.V1;
using Grpc.Core;

namespace FactoryFlow.Workflow.Instances;

internal sealed partial class InstanceService
{
    public override Task<V1.Instance> GetInstance(GetInstanceRequest request, ServerCallContext context)
    {
        var check = new Check();
        var id = check.Id("instance_id", request.InstanceId);
        check.Done();
        return db.Read(context, async tx =>
        {
            var instances = InstanceStore.Ask(tx, [id]);
            await tx.Flush();
            return instances.First?.ToMessage() ?? throw InstanceStore.NotFound(id);
        });
    }
}
