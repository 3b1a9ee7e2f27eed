using FactoryFlow.Platform.Auth;
using FactoryFlow.Platform.Errors;
using FactoryFlow.Tenancy.V1;
using Grpc.Core;

namespace FactoryFlow.Tenancy.Tenants;

internal sealed partial class TenantService
{
    public override async Task<V1.Tenant> GetOwnTenant(GetOwnTenantRequest request, ServerCallContext context)
    {
        var check = new Check();
        var id = check.Id("tenant_id", request.TenantId);
        check.Done();
        var tenant = id != context.Caller().TenantId ? null : await db.Read(context, async tx =>
        {
            var tenants = TenantStore.Ask(tx, [id]);
            await tx.Flush();
            return tenants.First;
        });
        return tenant?.ToMessage() ?? throw Reasons.TenantNotFound.Refuse($"There is no tenant {id}.", "tenant_id");
    }
}
