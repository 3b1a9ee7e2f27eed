using FactoryFlow.Platform.Errors;
using FactoryFlow.Tenancy.V1;
using Grpc.Core;

namespace FactoryFlow.Tenancy.Usage;

internal sealed partial class UsageService
{
    public override async Task<V1.Usage> GetTenantUsage(GetTenantUsageRequest request, ServerCallContext context)
    {
        var check = new Check();
        var id = check.Id("tenant_id", request.TenantId);
        check.Done();
        var found = await usage.Of(id, context) ?? throw NotFound(id);
        // Whoever looks into a tenant from outside leaves a trace in it.
        return await db.As(context, id, tx =>
        {
            tx.Audit("tenant.usage_read", "tenant", id);
            return Task.FromResult(found);
        });
    }
}
