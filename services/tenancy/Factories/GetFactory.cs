using FactoryFlow.Platform.Errors;
using FactoryFlow.Tenancy.V1;
using Grpc.Core;

namespace FactoryFlow.Tenancy.Factories;

internal sealed partial class FactoryService
{
    public override Task<Factory> GetFactory(GetFactoryRequest request, ServerCallContext context)
    {
        var check = new Check();
        var id = check.Id("factory_id", request.FactoryId);
        check.Done();
        if (Reach(context)?.Contains(id) is false) throw NotFound(id);
        return db.Read(context, async tx => (await tx.One<FactoryRow>($"""
            select id, code, name, name_en, name_cn, version, create_time, update_time
            from factories where tenant_id = {tx.TenantId} and id = {id}
            """))?.ToMessage() ?? throw NotFound(id));
    }
}
