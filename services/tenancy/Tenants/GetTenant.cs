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
        var row = await db.Through(context, Door.PlatformAdministration, tx =>
        {
            tx.Audit("tenant.read", "tenant", id);
            return tx.One<TenantRow>($"""
                select tenant_id, name, slug, plan, currency, status, domain_status, domain, owner_user_id, settings, create_time
                from tenants where tenant_id = {id}
                """);
        });
        return row?.ToWire() ?? throw Reasons.TenantNotFound.Refuse($"There is no tenant {id}.");
    }
}
