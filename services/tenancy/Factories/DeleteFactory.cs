using FactoryFlow.Events.Tenancy;
using FactoryFlow.Platform.Data;
using FactoryFlow.Platform.Errors;
using FactoryFlow.Tenancy.V1;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace FactoryFlow.Tenancy.Factories;

internal sealed partial class FactoryService
{
    public override Task<Empty> DeleteFactory(DeleteFactoryRequest request, ServerCallContext context)
    {
        var check = new Check();
        var id = check.Id("factory_id", request.FactoryId);
        check.Done();
        return db.Write(context, request, async tx =>
        {
            var factory = await FactoryStore.Lock(tx, id) ?? throw NotFound(id);
            Etag.Require(request.Etag, factory.Version);
            FactoryStore.Delete(tx, id);
            tx.Publish(new FactoryDeleted { EventId = tx.NewId(), TenantId = tx.TenantId, OccurredAt = tx.Now, FactoryId = id });
            tx.Audit("factory.deleted", "factory", id, Changes.Between(factory.ToMessage(), null));
            return new Empty();
        });
    }
}
