using FactoryFlow.Platform.Data;
using FactoryFlow.Platform.Errors;
using FactoryFlow.Tenancy.V1;
using Grpc.Core;

namespace FactoryFlow.Tenancy.Administration;

internal sealed partial class TenantAdministrationService
{
    public override Task<V1.Tenant> UpdateTenant(UpdateTenantRequest request, ServerCallContext context)
    {
        var check = new Check();
        var id = check.Id("tenant_id", request.TenantId);
        var mask = UpdateMask.Of(check, request, "name");
        var name = mask.Has("name") ? check.Text("name", request.Name, 1, 200) : null;
        check.Done();
        return Change(context, request, id, request.Etag, "tenant.updated", tenant => tenant with { Name = name ?? tenant.Name });
    }
}
