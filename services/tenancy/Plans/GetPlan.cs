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
        return (await db.Read(context, tx => PlanStore.Find(tx, name)))?.ToMessage() ?? throw NotFound(name);
    }
}
