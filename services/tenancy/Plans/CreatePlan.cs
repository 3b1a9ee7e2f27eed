using FactoryFlow.Tenancy.V1;
using Grpc.Core;

namespace FactoryFlow.Tenancy.Plans;

internal sealed partial class PlanService
{
    public override Task<V1.Plan> CreatePlan(CreatePlanRequest request, ServerCallContext context)
    {
        var asked = Plan.Of(request);
        return db.Write(context, request, tx =>
        {
            var id = tx.NewId();
            var plan = asked.Clone();
            plan.Id = id.ToString();
            PlanStore.Add(tx, plan);
            tx.Audit("plan.created", "plan", id);
            return Task.FromResult(plan);
        });
    }
}
