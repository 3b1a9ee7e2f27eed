using FactoryFlow.Platform.Auth;
using FactoryFlow.Tenancy.V1;
using Grpc.Core;

namespace FactoryFlow.Tenancy.Usage;

internal sealed partial class UsageService
{
    public override async Task<V1.Usage> GetUsage(GetUsageRequest request, ServerCallContext context) =>
        await usage.Of(context.Caller().TenantId, context) ?? throw NotFound(context.Caller().TenantId);
}
