using FactoryFlow.Options.V1;
using FactoryFlow.Platform.Auth;
using FactoryFlow.Platform.Data;
using FactoryFlow.Platform.Errors;
using FactoryFlow.Tenancy.V1;
using Grpc.Core;

namespace FactoryFlow.Platform.Tenants;

/// <summary>Answers what this service counts against tenants' plans.</summary>
internal sealed class UsageSource(TenantDb db) : UsageSourceService.UsageSourceServiceBase
{
    public override Task<ListCountsResponse> ListCounts(ListCountsRequest request, ServerCallContext context)
    {
        var check = new Check();
        var tenant = check.Id("tenant_id", request.TenantId);
        check.Done();
        var caller = context.Caller();
        if (caller.Kind != Access.Types.Kind.Platform && caller.TenantId != tenant)
            throw CommonReasons.PermissionMissing.Refuse("Only the platform may ask about another tenant.");
        return db.Read(context, tenant, async tx =>
        {
            var answer = new ListCountsResponse();
            foreach (var counter in await tx.All<Counter>($"select name, used from limit_counters where tenant_id = {tx.TenantId}"))
                answer.Counts[counter.Name] = counter.Used;
            return answer;
        });
    }

    private sealed record Counter(string Name, int Used);
}
