using FactoryFlow.Platform.Data;

namespace FactoryFlow.Tenancy.Plans;

/// <summary>Plans: each RPC is in the file of its name.</summary>
internal sealed partial class PlanService(TenantDb db) : V1.PlanService.PlanServiceBase;
