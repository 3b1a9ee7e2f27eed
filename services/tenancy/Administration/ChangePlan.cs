using FactoryFlow.Platform.Errors;
using FactoryFlow.Tenancy.Plans;
using FactoryFlow.Tenancy.V1;
using Grpc.Core;

namespace FactoryFlow.Tenancy.Administration;

internal sealed partial class TenantAdministrationService
{
    public override Task<V1.Tenant> ChangePlan(ChangePlanRequest request, ServerCallContext context)
    {
        var check = new Check();
        var id = check.Id("tenant_id", request.TenantId);
        var name = check.Text("plan", request.Plan, 1, 63);
        check.Done();
        return db.Write(context, id, request, async tx =>
        {
            var plan = await PlanStore.Find(tx, name) ?? throw PlanNotFound(name);
            return await Change(tx, request.Etag, "tenant.plan_changed", tenant => tenant with { Plan = plan.Slug, Settings = plan.Settings });
        });
    }
}
