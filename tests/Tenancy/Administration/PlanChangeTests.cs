using FactoryFlow.Tenancy.Administration;
using FactoryFlow.Tenancy.V1;
using static FactoryFlow.Tenancy.V1.LimitUsage.Types;

namespace FactoryFlow.Tenancy.Tests.Administration;

public sealed class PlanChangeTests(World world)
{
    [Theory]
    [InlineData(7, 10, false, "3 more can be created.")]
    [InlineData(10, 10, false, "All are used: no more can be created until one is deleted.")]
    [InlineData(12, 10, true, "Nothing is deleted: all 12 stay; no more can be created until fewer than 10 are left.")]
    [InlineData(12, -1, false, "As many as you like.")]
    [InlineData(0, 0, false, "All are used: no more can be created until one is deleted.")]
    [InlineData(null, 10, null, "How many there are is not known just now; beyond the limit none can be created.")]
    public void The_preview_says_what_happens(int? used, int allowed, bool? exceeds, string effect)
    {
        var workers = Preview(Limit.MaxWorkers, used, new PlanLimits { MaxWorkers = allowed });
        (workers.HasExceeds ? workers.Exceeds : (bool?)null, workers.NewAllowed, workers.Effect).ShouldBe((exceeds, allowed, effect));
    }

    [Fact]
    public void A_configuration_that_exceeds_stays_in_force() =>
        Preview(Limit.MaxJobSteps, 5, new PlanLimits { MaxJobSteps = 3 }).Effect
            .ShouldBe("Nothing is deleted: the configuration stays in force with its 5; the next one that is written may have 3.");

    [Fact]
    public async Task The_preview_counts_what_there_is_and_changes_nothing()
    {
        var tenant = await world.NewTenant();
        await world.Configs.UpsertTenantConfigAsync(Some.Config(), world.Of(tenant));
        var small = await world.Plans.CreatePlanAsync(Some.Plan(p => p.Limits = new PlanLimits { MaxJobSteps = 1, MaxArticleAttributes = 2, MaxUsers = 1, MaxWorkers = 1 }), world.Admin());
        var preview = await world.Administration.PreviewPlanChangeAsync(new PreviewPlanChangeRequest { TenantId = tenant.Id, Plan = small.Slug }, world.Admin());
        preview.Limits.Select(l => (l.Usage.Limit, l.Usage.Used, l.Exceeds)).ShouldBe(
            [(Limit.MaxJobSteps, 2, true), (Limit.MaxArticleAttributes, 2, false), (Limit.MaxUsers, 2, true), (Limit.MaxWorkers, 0, false)]);
        // Production does not answer in these tests.
        preview.Limits[3].HasExceeds.ShouldBeFalse();
        (await world.Tenants.GetTenantAsync(new GetTenantRequest { TenantId = tenant.Id }, world.Admin())).ShouldBe(tenant);
    }

    [Fact]
    public async Task A_preview_for_a_tenant_or_a_plan_that_is_not_there_is_refused()
    {
        var tenant = await world.NewTenant();
        (await Refused.Call(world.Administration.PreviewPlanChangeAsync(new PreviewPlanChangeRequest { TenantId = tenant.Id, Plan = "none" }, world.Admin()))).ShouldBeLike("NOT_FOUND PLAN_NOT_FOUND plan");
        var nobody = new PreviewPlanChangeRequest { TenantId = Guid.NewGuid().ToString(), Plan = tenant.Plan };
        (await Refused.Call(world.Administration.PreviewPlanChangeAsync(nobody, world.Admin()))).ShouldBeLike("NOT_FOUND TENANT_NOT_FOUND tenant_id");
    }

    private static LimitChange Preview(Limit limit, int? used, PlanLimits limits)
    {
        var usage = new LimitUsage { Limit = limit, Allowed = -1 };
        if (used is { } count) usage.Used = count;
        return PlanChange.Preview(new V1.Usage { Plan = "old", Limits = { usage } }, new Plan { Slug = "new", Limits = limits }).Limits.Single();
    }
}
