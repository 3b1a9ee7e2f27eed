using FactoryFlow.Platform.Errors;
using FactoryFlow.Tenancy.Plans;
using FactoryFlow.Tenancy.V1;
using Grpc.Core;

namespace FactoryFlow.Tenancy.Administration;

internal sealed partial class TenantAdministrationService
{
    public override async Task<PlanChangePreview> PreviewPlanChange(PreviewPlanChangeRequest request, ServerCallContext context)
    {
        var check = new Check();
        var id = check.Id("tenant_id", request.TenantId);
        var name = check.Text("plan", request.Plan, 1, 63);
        check.Done();
        var used = await usage.Of(id, context) ?? throw NotFound(id);
        return await db.As(context, id, async tx =>
        {
            var plan = await PlanStore.Find(tx, name) ?? throw PlanNotFound(name);
            tx.Audit("tenant.plan_change_previewed", "tenant", id);
            return PlanChange.Preview(used, plan.ToMessage());
        });
    }
}
