using FactoryFlow.Platform.Errors;
using FactoryFlow.Tenancy.V1;
using Grpc.Core;

namespace FactoryFlow.Tenancy.Clocks;

internal sealed partial class TenantClockService
{
    public override async Task<V1.TenantClock> GetTenantClock(GetTenantClockRequest request, ServerCallContext context)
    {
        var check = new Check();
        var tenant = check.Id("tenant_id", request.TenantId);
        check.Done();
        await RequireTenant(tenant, context);
        return Answer(tenant, await clocks.Read(tenant, context));
    }
}
