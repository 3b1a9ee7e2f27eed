using FactoryFlow.Platform.Data;
using FactoryFlow.Platform.Errors;

namespace FactoryFlow.Tenancy.Plans;

/// <summary>Plans: each RPC is in the file of its name.</summary>
internal sealed partial class PlanService(TenantDb db) : V1.PlanService.PlanServiceBase
{
    private static Refusal NotFound(string plan) => Reasons.PlanNotFound.Refuse($"There is no plan {plan}.");
}
