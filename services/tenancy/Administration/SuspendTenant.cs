using FactoryFlow.Platform.Errors;
using FactoryFlow.Tenancy.V1;
using Grpc.Core;

namespace FactoryFlow.Tenancy.Administration;

internal sealed partial class TenantAdministrationService
{
    public override Task<V1.Tenant> SuspendTenant(SuspendTenantRequest request, ServerCallContext context)
    {
        var check = new Check();
        var id = check.Id("tenant_id", request.TenantId);
        var reason = check.Text("reason", request.Reason, 1, 500);
        check.Done();
        return Change(context, request, id, request.Etag, "tenant.suspended", tenant => TenantLife.Suspended(tenant, reason));
    }
}
