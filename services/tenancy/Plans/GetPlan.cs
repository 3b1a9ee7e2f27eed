using FactoryFlow.Platform.Errors;
using FactoryFlow.Tenancy.V1;
using Grpc.Core;

namespace FactoryFlow.Tenancy.Plans;

internal sealed partial class PlanService
{
    public override async Task<V1.Plan> GetPlan(GetPlanRequest request, ServerCallContext context)
    {
        var check = new Check();
        var name = check.Text("plan", request.Plan, 1, 63);
        check.Done();
        // A slug may look like a UUID; the id takes precedence.
        Guid? id = Guid.TryParseExact(name, "D", out var parsed) ? parsed : null;
        var row = await db.Read(context, tx => tx.One<PlanRow>($"""
            select plan_id, slug, name, settings from plans where plan_id = {id} or slug = {name} order by (slug = {name}) limit 1
            """));
        return row?.ToMessage() ?? throw Reasons.PlanNotFound.Refuse($"There is no plan {name}.");
    }
}
