using FactoryFlow.Platform.Data;
using FactoryFlow.Platform.Errors;
using FactoryFlow.Tenancy.V1;
using Grpc.Core;

namespace FactoryFlow.Tenancy.Plans;

internal sealed partial class PlanService
{
    public override Task<V1.Plan> UpdatePlan(UpdatePlanRequest request, ServerCallContext context)
    {
        var check = new Check();
        var name = check.Text("plan", request.Plan, 1, 63);
        var change = Plan.Change(request, check);
        check.Done();
        return db.Write(context, request, async tx =>
        {
            var found = await PlanStore.Lock(tx, name) ?? throw NotFound(name);
            Etag.Require(request.Etag, found.Version);
            var before = found.ToMessage();
            var after = change(before);
            if (after.Equals(before)) return before;

            PlanStore.Save(tx, after, found.Version + 1);
            tx.Audit("plan.updated", "plan", found.PlanId, Changes.Between(before, after));
            after.Etag = Etag.Of(found.Version + 1);
            return after;
        });
    }
}
