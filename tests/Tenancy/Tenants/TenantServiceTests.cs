using FactoryFlow.Tenancy.V1;
using Grpc.Core;

namespace FactoryFlow.Tenancy.Tests.Tenants;

public sealed class TenantServiceTests(World world)
{
    [Fact]
    public async Task A_tenant_is_opened_with_its_owner_its_domain_and_its_plans_settings()
    {
        var plan = await world.NewPlan(maxJobSteps: 7);
        var tenant = await world.Tenants.CreateTenantAsync(Some.Tenant(plan), world.Admin());
        (tenant.Status, tenant.DomainStatus, tenant.Domain).ShouldBe((Tenant.Types.Status.Active, Domain.Types.Status.Active, tenant.Slug + ".localhost"));
        tenant.Settings.ShouldBe(new TenantSettings { Limits = plan.Limits, RateLimits = plan.RateLimits });
        Guid.Parse(tenant.OwnerUserId).ShouldNotBe(Guid.Empty);
        (await world.Tenants.GetTenantAsync(new GetTenantRequest { TenantId = tenant.Id }, world.Admin())).ShouldBe(tenant);
    }

    [Fact]
    public async Task Identity_is_asked_for_the_owner_as_the_caller_gave_it()
    {
        var tenant = await world.NewTenant();
        var asked = world.Identity.Prepared[tenant.Slug].ShouldHaveSingleItem();
        (asked.TenantId, asked.Email, asked.Name, asked.Password).ShouldBe((tenant.Id, "owner@shoes.example", "Owner", Some.Password));
    }

    [Fact]
    public async Task The_same_key_gets_the_first_answer_again()
    {
        var (request, key) = (Some.Tenant(await world.NewPlan()), Some.Slug());
        var first = await world.Tenants.CreateTenantAsync(request, world.Admin(key));
        using var again = world.Tenants.CreateTenantAsync(request, world.Admin(key));
        (await again).ShouldBe(first);
        again.GetTrailers().GetValue("idempotency-replayed").ShouldBe("true");
        world.Identity.Prepared[request.Slug].ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_plan_that_is_not_there_is_refused_before_anything_is_written()
    {
        var request = Some.Tenant(change: t => t.Plan = Some.Slug());
        (await Refused.Call(world.Tenants.CreateTenantAsync(request, world.Admin()))).ShouldBeLike("NOT_FOUND PLAN_NOT_FOUND plan");
        world.Identity.Prepared.ShouldNotContainKey(request.Slug);
        (await world.Rows($"select 1 from tenants where slug = '{request.Slug}'")).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_slug_is_given_once()
    {
        var tenant = await world.NewTenant();
        var request = Some.Tenant(await world.NewPlan(), t => t.Slug = tenant.Slug);
        (await Refused.Call(world.Tenants.CreateTenantAsync(request, world.Admin()))).ShouldBeLike("ALREADY_EXISTS TENANT_SLUG_TAKEN slug");
        (await Refused.Call(world.TenantsWithoutPatience.CreateTenantAsync(request, world.Admin()))).Reason.ShouldBe("TENANT_SLUG_TAKEN");
    }

    [Fact]
    public async Task Of_several_at_once_for_a_slug_one_wins()
    {
        var plan = await world.NewPlan();
        for (var round = 0; round < 20; round++)
        {
            var request = Some.Tenant(plan);
            var calls = Enumerable.Range(0, 3).Select(_ => Outcome(world.Tenants.CreateTenantAsync(request, world.Admin()))).ToList();
            (await Task.WhenAll(calls)).Order().ShouldBe(["", "TENANT_SLUG_TAKEN", "TENANT_SLUG_TAKEN"]);
            world.Identity.Requested[request.Slug].ShouldHaveSingleItem();
        }
    }

    [Fact]
    public async Task A_key_that_is_sent_several_times_at_once_opens_one_tenant()
    {
        var (request, key) = (Some.Tenant(await world.NewPlan()), Some.Slug());
        var tenants = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => world.Tenants.CreateTenantAsync(request, world.Admin(key)).ResponseAsync));
        tenants.Distinct().ShouldHaveSingleItem().Status.ShouldBe(Tenant.Types.Status.Active);
    }

    [Fact]
    public async Task A_tenants_own_administrator_opens_and_sees_no_tenants()
    {
        var tenant = await world.NewTenant();
        (await Refused.Call(world.Tenants.CreateTenantAsync(Some.Tenant(), world.Of(tenant)))).Reason.ShouldBe("CALLER_KIND_REFUSED");
        (await Refused.Call(world.Tenants.GetTenantAsync(new GetTenantRequest { TenantId = tenant.Id }, world.Of(tenant)))).Reason.ShouldBe("CALLER_KIND_REFUSED");
        (await Refused.Call(world.Tenants.ListTenantsAsync(new ListTenantsRequest(), world.Of(tenant)))).Reason.ShouldBe("CALLER_KIND_REFUSED");
    }

    [Fact]
    public async Task A_tenant_that_is_not_there_is_not_found() =>
        (await Refused.Call(world.Tenants.GetTenantAsync(new GetTenantRequest { TenantId = Guid.NewGuid().ToString() }, world.Admin())))
            .ShouldBeLike("NOT_FOUND TENANT_NOT_FOUND");

    [Fact]
    public async Task The_list_goes_through_all_tenants_by_slug()
    {
        for (var i = 0; i < 3; i++) await world.NewTenant();
        var (slugs, token) = (new List<string>(), "");
        do
        {
            var page = await world.Tenants.ListTenantsAsync(new ListTenantsRequest { PageSize = 2, PageToken = token }, world.Admin());
            slugs.AddRange(page.Tenants.Select(t => t.Slug));
            token = page.NextPageToken;
        }
        while (token.Length > 0);
        slugs.Count.ShouldBeGreaterThanOrEqualTo(3);
        slugs.ShouldBe(slugs.Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Who_opened_and_who_looked_is_written_down()
    {
        var tenant = await world.NewTenant();
        await world.Tenants.GetTenantAsync(new GetTenantRequest { TenantId = tenant.Id }, world.Admin());
        (await world.Rows($"select action, actor_kind from audit_entries where entity_id = '{tenant.Id}' order by id"))
            .ShouldBe(["tenant.reserved|PLATFORM", "tenant.opened|SYSTEM", "tenant.read|PLATFORM"]);
    }

    [Fact]
    public async Task The_password_is_neither_stored_nor_logged()
    {
        var request = Some.Tenant(await world.NewPlan(), t => t.Admin.Password = "never to be seen " + Some.Slug());
        await world.Tenants.CreateTenantAsync(request, world.Admin(Some.Slug()));
        var stored = await world.Rows("""
            select t::text from tenants t; select a::text from audit_entries a; select encode(answer, 'escape') from idempotency_keys;
            select s::text from sagas s; select o::text from outbox o
            """);
        stored.ShouldContain(row => row.Contains(request.Slug, StringComparison.Ordinal));
        stored.Concat(world.Log).ShouldAllBe(line => !line.Contains("never to be seen", StringComparison.Ordinal));
    }

    private static async Task<string> Outcome(AsyncUnaryCall<Tenant> call)
    {
        await call.ResponseAsync.ContinueWith(_ => { }, TestContext.Current.CancellationToken);
        return call.ResponseAsync.IsCompletedSuccessfully ? "" : (await Refused.Call(call)).Reason;
    }
}
