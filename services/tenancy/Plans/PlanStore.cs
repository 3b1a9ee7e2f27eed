using FactoryFlow.Platform.Data;
using FactoryFlow.Tenancy.V1;

namespace FactoryFlow.Tenancy.Plans;

/// <summary>The statements that find and write plans.</summary>
internal static class PlanStore
{
    /// <summary>A plan by its id or its slug. A slug may look like a UUID; the id takes precedence.</summary>
    public static Task<PlanRow?> Find(TenantTx tx, string name)
    {
        Guid? id = Guid.TryParseExact(name, "D", out var parsed) ? parsed : null;
        return tx.One<PlanRow>($"""
            select plan_id, slug, name, settings, version from plans where plan_id = {id} or slug = {name} order by (slug = {name}) limit 1
            """);
    }

    /// <summary>The same, locked until the transaction ends.</summary>
    public static async Task<PlanRow?> Lock(TenantTx tx, string name) => await Find(tx, name) is not { } found
        ? null
        : await tx.One<PlanRow>($"select plan_id, slug, name, settings, version from plans where plan_id = {found.PlanId} for update");

    public static void Add(TenantTx tx, V1.Plan plan) =>
        tx.Write($"""
            insert into plans (plan_id, slug, name, settings, create_time)
            values ({Guid.Parse(plan.Id)}, {plan.Slug}, {plan.Name}, {Settings(plan)}, {tx.Now})
            """);

    /// <summary>Keeps what can change about a plan, as its next version.</summary>
    public static void Save(TenantTx tx, V1.Plan plan, long version) =>
        tx.Write($"update plans set name = {plan.Name}, settings = {Settings(plan)}, version = {version} where plan_id = {Guid.Parse(plan.Id)}");

    public static void Remove(TenantTx tx, Guid id) => tx.Write($"delete from plans where plan_id = {id}");

    private static Json Settings(V1.Plan plan) => StoredJson.Of(new TenantSettings { Limits = plan.Limits, RateLimits = plan.RateLimits });
}
