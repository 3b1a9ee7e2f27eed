using FactoryFlow.Platform.Data;
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
            (plan.Id, plan.Etag) = (id.ToString(), Etag.Of(1));
            PlanStore.Add(tx, plan);
            tx.Audit("plan.created", "plan", id, Changes.Between(null, plan));
            return Task.FromResult(plan);
        });
    }
}
