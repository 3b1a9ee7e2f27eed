using FactoryFlow.Platform.Data;
using FactoryFlow.Platform.Errors;
using FactoryFlow.Tenancy.V1;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace FactoryFlow.Tenancy.Plans;

internal sealed partial class PlanService
{
    public override Task<Empty> DeletePlan(DeletePlanRequest request, ServerCallContext context)
    {
        var check = new Check();
        var name = check.Text("plan", request.Plan, 1, 63);
        check.Done();
        return db.Write(context, request, async tx =>
        {
            var found = await PlanStore.Lock(tx, name) ?? throw NotFound(name);
            Etag.Require(request.Etag, found.Version);
            // A tenant that has it refers to it, and the table refuses.
            PlanStore.Remove(tx, found.PlanId);
            tx.Audit("plan.deleted", "plan", found.PlanId, Changes.Between(found.ToMessage(), null));
            return new Empty();
        });
    }
}
