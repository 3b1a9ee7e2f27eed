using FactoryFlow.Platform.Errors;
using FactoryFlow.Tenancy.V1;
using Grpc.Core;

namespace FactoryFlow.Tenancy.Administration;

internal sealed partial class TenantAdministrationService
{
    public override Task<V1.Tenant> SetCorsOrigins(SetCorsOriginsRequest request, ServerCallContext context)
    {
        var check = new Check();
        var id = check.Id("tenant_id", request.TenantId);
        var origins = CorsOrigin.Each(check, request.Origins);
        check.Done();
        return Change(context, request, id, request.Etag, "tenant.cors_origins_set", tenant => tenant with { CorsOrigins = origins });
    }
}
