using FactoryFlow.Tenancy.V1;
using static FactoryFlow.Tenancy.V1.LimitUsage.Types;

namespace FactoryFlow.Tenancy.Tests.Usage;

public sealed class UsageServiceTests(World world)
{
    [Fact]
    public async Task A_tenants_administrator_sees_each_limit_with_what_is_used_of_it()
    {
        var tenant = await world.NewTenant(await world.NewPlan(maxJobSteps: 7));
        await world.Configs.UpsertTenantConfigAsync(Some.Config(), world.Of(tenant));
        var usage = await world.Usage.GetUsageAsync(new GetUsageRequest(), world.Of(tenant));
        usage.Limits.Select(l => (l.Limit, l.Used, l.Allowed)).ShouldBe(
            [(Limit.MaxJobSteps, 2, 7), (Limit.MaxArticleAttributes, 2, -1), (Limit.MaxUsers, 2, 3), (Limit.MaxWorkers, 0, -1)]);
        (usage.TenantId, usage.Plan, usage.RateLimits.RequestsPerMinute).ShouldBe((tenant.Id, tenant.Plan, 600));
    }

    [Fact]
    public async Task What_nobody_answers_for_is_left_out_and_not_zero()
    {
        // Production does not answer in these tests.
        var usage = await world.Usage.GetUsageAsync(new GetUsageRequest(), world.Of(await world.NewTenant()));
        usage.Limits.Where(l => !l.HasUsed).Select(l => l.Limit).ShouldBe([Limit.MaxWorkers]);
    }

    [Fact]
    public async Task The_platform_sees_any_tenants_usage_and_leaves_a_trace_in_it()
    {
        var tenant = await world.NewTenant();
        (await world.Usage.GetTenantUsageAsync(new GetTenantUsageRequest { TenantId = tenant.Id }, world.Admin())).TenantId.ShouldBe(tenant.Id);
        (await world.Rows($"select actor_kind from audit_entries where tenant_id = '{tenant.Id}' and action = 'tenant.usage_read'")).ShouldBe(["PLATFORM"]);
    }

    [Fact]
    public async Task Usage_is_for_those_who_may_see_it()
    {
        var tenant = await world.NewTenant();
        (await Refused.Call(world.Usage.GetUsageAsync(new GetUsageRequest(), world.Of(tenant, permission: "jobs:work:all")))).Reason.ShouldBe("PERMISSION_MISSING");
        (await Refused.Call(world.Usage.GetTenantUsageAsync(new GetTenantUsageRequest { TenantId = tenant.Id }, world.Of(tenant)))).Reason.ShouldBe("CALLER_KIND_REFUSED");
        var nobody = new GetTenantUsageRequest { TenantId = Guid.NewGuid().ToString() };
        (await Refused.Call(world.Usage.GetTenantUsageAsync(nobody, world.Admin()))).ShouldBeLike("NOT_FOUND TENANT_NOT_FOUND tenant_id");
    }
}
