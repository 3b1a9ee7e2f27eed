using FactoryFlow.Tenancy.V1;
using Grpc.Core;

namespace FactoryFlow.Tenancy.Tests.Directory;

public sealed class TenantDirectoryTests(World world)
{
    [Fact]
    public async Task The_gateway_hears_of_a_tenant_without_a_token()
    {
        var plan = await world.Plans.CreatePlanAsync(Some.Plan(p => p.RateLimits = new PlanRateLimits { RequestsPerMinute = 120, RequestsPerMinutePerUser = 30 }), world.Admin());
        var tenant = await world.NewTenant(plan);
        var access = (await Pass("")).Tenants.Single(t => t.TenantId == tenant.Id);
        (access.Slug, access.Status, access.CorsOrigins.Count).ShouldBe((tenant.Slug, Tenant.Types.Status.Active, 0));
        (access.RateLimits.RequestsPerMinute, access.RateLimits.RequestsPerMinutePerUser).ShouldBe((120, 30));
    }

    [Theory]
    [InlineData("status = 'SUSPENDED', suspension_reason = 'Unpaid'")]
    [InlineData("cors_origins = '{https://portal.example.com}'")]
    [InlineData("settings = jsonb_set(settings, '{rateLimits,requestsPerMinute}', '7')")]
    public async Task Whatever_changes_a_tenant_is_in_the_next_answer(string change)
    {
        var (tenant, other) = (await world.NewTenant(), await world.NewTenant());
        var (_, token) = await Pass("");
        await world.Rows($"update tenants set {change}, version = version + 1 where tenant_id = '{tenant.Id}'");
        var (changed, _) = await Pass(token);
        var access = changed.Single(t => t.TenantId == tenant.Id);
        new object[] { access.Status, access.RateLimits.RequestsPerMinute, access.CorsOrigins.Count }.ShouldNotBe([Tenant.Types.Status.Active, -1, 0]);
        // A change is told again as long as a transaction of before it is open somewhere.
        for (var pass = 0; changed.Exists(t => t.TenantId == other.Id) && pass < 200; pass++, await Task.Delay(50, TestContext.Current.CancellationToken)) (changed, token) = await Pass(token);
        changed.ShouldNotContain(t => t.TenantId == other.Id);
    }

    [Fact]
    public async Task A_tenant_that_is_being_opened_is_not_let_in()
    {
        var tenant = await world.NewTenant();
        await world.Rows($"update tenants set status = 'PROVISIONING', deadline_time = now() + interval '1 hour' where tenant_id = '{tenant.Id}'");
        (await Pass("")).Tenants.ShouldNotContain(t => t.TenantId == tenant.Id);
    }

    [Fact]
    public async Task Pages_hold_every_tenant()
    {
        var (one, two, three) = (await world.NewTenant(), await world.NewTenant(), await world.NewTenant());
        var all = (await Pass("", pageSize: 1)).Tenants.ConvertAll(t => t.TenantId);
        new[] { one.Id, two.Id, three.Id }.ShouldBeSubsetOf(all);
    }

    [Fact]
    public async Task Tenants_of_a_database_that_was_restored_are_all_answered()
    {
        var (one, two) = (await world.NewTenant(), await world.NewTenant());
        await world.Rows($"alter table tenants disable trigger stamp_change; update tenants set changed_by = '9000000000' where tenant_id in ('{one.Id}', '{two.Id}'); alter table tenants enable trigger stamp_change");
        var (all, token) = await Pass("", pageSize: 1);
        new[] { one.Id, two.Id }.ShouldBeSubsetOf(all.ConvertAll(t => t.TenantId));
        new[] { one.Id, two.Id }.ShouldBeSubsetOf((await Pass(token, pageSize: 1)).Tenants.ConvertAll(t => t.TenantId));
    }

    [Theory]
    [InlineData("x", 0, "page_token")]
    [InlineData("", -1, "page_size")]
    [InlineData("", 1001, "page_size")]
    public async Task What_was_not_given_out_and_what_is_out_of_bounds_is_refused(string token, int size, string field)
    {
        var call = async () => await world.Directory.ListTenantAccessAsync(new ListTenantAccessRequest { PageToken = token, PageSize = size }, Soon());
        (await Should.ThrowAsync<RpcException>(call)).StatusCode.ShouldBe(StatusCode.InvalidArgument, field);
    }

    private async Task<(List<TenantAccess> Tenants, string Token)> Pass(string token, int pageSize = 0)
    {
        var tenants = new List<TenantAccess>();
        while (true)
        {
            var page = await world.Directory.ListTenantAccessAsync(new ListTenantAccessRequest { PageToken = token, PageSize = pageSize }, Soon());
            tenants.AddRange(page.Tenants);
            token = page.NextPageToken;
            if (!page.HasMore) return (tenants, token);
        }
    }

    private static CallOptions Soon() => new(deadline: DateTime.UtcNow.AddSeconds(20));
}
