using FactoryFlow.Platform.Data;
using FactoryFlow.Tenancy.V1;

namespace FactoryFlow.Tenancy.Plans;

/// <summary>The statements that write plans.</summary>
internal static class PlanStore
{
    public static void Add(TenantTx tx, V1.Plan plan) =>
        tx.Write($"""
            insert into plans (plan_id, slug, name, settings, create_time)
            values ({Guid.Parse(plan.Id)}, {plan.Slug}, {plan.Name},
                    {StoredJson.Of(new TenantSettings { Limits = plan.Limits, RateLimits = plan.RateLimits })}, {tx.Now})
            """);
}
