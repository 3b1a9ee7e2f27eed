using FactoryFlow.Platform.Data;
using FactoryFlow.Platform.Errors;
using FactoryFlow.Tenancy.V1;
using Grpc.Core;

namespace FactoryFlow.Tenancy.Tenants;

internal sealed partial class TenantService
{
    public override async Task<V1.Tenant> GetTenant(GetTenantRequest request, ServerCallContext context)
    {
        var check = new Check();
        var id = check.Id("tenant_id", request.TenantId);
        check.Done();
        var tenant = await db.Through(context, Door.PlatformAdministration, async tx =>
        {
            tx.Audit("tenant.read", "tenant", id);
            var tenants = TenantStore.Ask(tx, [id]);
            await tx.Flush();
            return tenants.First;
        });
        return tenant?.ToMessage() ?? throw Reasons.TenantNotFound.Refuse($"There is no tenant {id}.");
    }
}
