using System.Text.Json;
using FactoryFlow.Events.Tenancy;
using FactoryFlow.Platform.Messages;
using FactoryFlow.Tenancy.V1;
using Grpc.Core;
using Status = FactoryFlow.Tenancy.V1.Tenant.Types.Status;

namespace FactoryFlow.Tenancy.Tests.Administration;

public sealed class AdministrationTests(World world)
{
    // One of each change, with its name in the audit.
    public static TheoryData<string, Func<World, Tenant, string, CallOptions, AsyncUnaryCall<Tenant>>> Changes => new()
    {
        { "tenant.updated", (w, t, etag, call) => w.Administration.UpdateTenantAsync(new UpdateTenantRequest { TenantId = t.Id, Name = "Another name", Etag = etag }, call) },
        { "tenant.suspended", (w, t, etag, call) => w.Administration.SuspendTenantAsync(new SuspendTenantRequest { TenantId = t.Id, Reason = "Unpaid", Etag = etag }, call) },
        { "tenant.cors_origins_set", (w, t, etag, call) => w.Administration.SetCorsOriginsAsync(new SetCorsOriginsRequest { TenantId = t.Id, Origins = { "https://a.example" }, Etag = etag }, call) },
        { "tenant.feature_flags_set", (w, t, etag, call) => w.Administration.SetFeatureFlagsAsync(new SetFeatureFlagsRequest { TenantId = t.Id, Flags = { ["express"] = true }, Etag = etag }, call) },
        { "tenant.plan_changed", (w, t, etag, call) => w.Administration.ChangePlanAsync(new ChangePlanRequest { TenantId = t.Id, Plan = t.Plan, Etag = etag }, call) },
    };

    [Theory]
    [MemberData(nameof(Changes), DisableDiscoveryEnumeration = true)]
    internal async Task A_change_is_kept_told_and_written_down(string action, Func<World, Tenant, string, CallOptions, AsyncUnaryCall<Tenant>> change)
    {
        var tenant = await ReadyToChange();
        var changed = await change(world, tenant, tenant.Etag, world.Admin());
        (await Read(tenant)).ShouldBe(changed);
        changed.Etag.ShouldNotBe(tenant.Etag);
        (await Told(tenant)).ShouldBeEquivalentTo(await State(tenant));
        (await world.Rows($"select count(*) from audit_entries where tenant_id = '{tenant.Id}' and action = '{action}' and changes is not null")).ShouldBe(["1"]);
    }

    [Theory]
    [MemberData(nameof(Changes), DisableDiscoveryEnumeration = true)]
    internal async Task A_change_that_was_decided_on_an_older_state_is_refused(string action, Func<World, Tenant, string, CallOptions, AsyncUnaryCall<Tenant>> change)
    {
        var tenant = await ReadyToChange();
        await world.Administration.UpdateTenantAsync(new UpdateTenantRequest { TenantId = tenant.Id, Name = "In between" }, world.Admin());
        (await Refused.Call(change(world, tenant, tenant.Etag, world.Admin()))).ShouldBeLike("ABORTED ETAG_MISMATCH etag");
        (await world.Rows($"select 1 from audit_entries where tenant_id = '{tenant.Id}' and action = '{action}' and changes::text not like '%In between%'")).ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Changes), DisableDiscoveryEnumeration = true)]
    internal async Task The_same_key_changes_once(string action, Func<World, Tenant, string, CallOptions, AsyncUnaryCall<Tenant>> change)
    {
        var (tenant, key) = (await ReadyToChange(), Some.Slug());
        var first = await change(world, tenant, "", world.Admin(key));
        (await change(world, tenant, "", world.Admin(key))).ShouldBe(first, action);
    }

    [Theory]
    [MemberData(nameof(Changes), DisableDiscoveryEnumeration = true)]
    internal async Task Only_the_platform_changes_tenants_and_only_those_that_are_there(string action, Func<World, Tenant, string, CallOptions, AsyncUnaryCall<Tenant>> change)
    {
        var tenant = await ReadyToChange();
        (await Refused.Call(change(world, tenant, "", world.Of(tenant)))).Reason.ShouldBe("CALLER_KIND_REFUSED", action);
        var nobody = new Tenant(tenant) { Id = Guid.NewGuid().ToString() };
        (await Refused.Call(change(world, nobody, "", world.Admin()))).ShouldBeLike("NOT_FOUND TENANT_NOT_FOUND tenant_id");
    }

    [Fact]
    public async Task A_tenant_is_suspended_for_a_reason_and_reactivated()
    {
        var tenant = await world.NewTenant();
        var suspended = await world.Administration.SuspendTenantAsync(new SuspendTenantRequest { TenantId = tenant.Id, Reason = "Unpaid" }, world.Admin());
        (suspended.Status, suspended.SuspensionReason).ShouldBe((Status.Suspended, "Unpaid"));
        (await Told(tenant)).Status.ShouldBe("SUSPENDED");
        var back = await world.Administration.ReactivateTenantAsync(new ReactivateTenantRequest { TenantId = tenant.Id }, world.Admin());
        (back.Status, back.SuspensionReason).ShouldBe((Status.Active, ""));
        (await Told(tenant)).Status.ShouldBe("ACTIVE");
    }

    [Fact]
    public async Task A_tenant_that_is_deleted_is_closed_and_kept()
    {
        var tenant = await world.NewTenant();
        foreach (var _ in Enumerable.Range(0, 2)) await world.Administration.DeleteTenantAsync(new DeleteTenantRequest { TenantId = tenant.Id }, world.Admin());
        (await Read(tenant)).Status.ShouldBe(Status.Inactive);
        (await world.Rows($"select action from audit_entries where tenant_id = '{tenant.Id}' and action = 'tenant.closed'")).Count.ShouldBe(1);
        (await Refused.Call(world.Administration.SuspendTenantAsync(new SuspendTenantRequest { TenantId = tenant.Id, Reason = "x" }, world.Admin()))).ShouldBeLike("FAILED_PRECONDITION TENANT_NOT_ACTIVE");
        await world.Administration.ReactivateTenantAsync(new ReactivateTenantRequest { TenantId = tenant.Id }, world.Admin());
        (await Refused.Call(world.Administration.ReactivateTenantAsync(new ReactivateTenantRequest { TenantId = tenant.Id }, world.Admin()))).ShouldBeLike("FAILED_PRECONDITION TENANT_ALREADY_ACTIVE");
    }

    [Fact]
    public async Task What_changes_nothing_leaves_no_trace()
    {
        var tenant = await world.NewTenant();
        (await world.Administration.UpdateTenantAsync(new UpdateTenantRequest { TenantId = tenant.Id, Name = tenant.Name }, world.Admin())).ShouldBe(tenant);
        (await world.Rows($"select 1 from audit_entries where tenant_id = '{tenant.Id}' and action = 'tenant.updated'")).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_tenant_gets_the_limits_that_its_plan_has_now_when_it_changes_to_it_again()
    {
        var plan = await world.NewPlan(maxJobSteps: 7);
        var tenant = await world.NewTenant(plan);
        await world.Plans.UpdatePlanAsync(new UpdatePlanRequest { Plan = plan.Id, Limits = new PlanLimits { MaxJobSteps = 9 } }, world.Admin());
        var changed = await world.Administration.ChangePlanAsync(new ChangePlanRequest { TenantId = tenant.Id, Plan = plan.Id }, world.Admin());
        (changed.Plan, changed.Settings.Limits.MaxJobSteps).ShouldBe((plan.Slug, 9));
        (await Told(tenant)).Limits.MaxJobSteps.ShouldBe(9);
    }

    [Fact]
    public async Task Several_changes_at_once_are_all_kept_and_each_has_a_version()
    {
        var tenant = await world.NewTenant();
        await Task.WhenAll(
            world.Administration.UpdateTenantAsync(new UpdateTenantRequest { TenantId = tenant.Id, Name = "New" }, world.Admin()).ResponseAsync,
            world.Administration.SetFeatureFlagsAsync(new SetFeatureFlagsRequest { TenantId = tenant.Id, Flags = { ["qa"] = true } }, world.Admin()).ResponseAsync,
            world.Administration.SetCorsOriginsAsync(new SetCorsOriginsRequest { TenantId = tenant.Id, Origins = { "https://b.example" } }, world.Admin()).ResponseAsync);
        var told = await Told(tenant);
        (told.Version, told.Name, told.FeatureFlags["qa"], told.CorsOrigins.Single()).ShouldBe((4, "New", true, "https://b.example"));
    }

    [Fact]
    public async Task Every_fault_of_what_is_set_is_named_at_once()
    {
        var tenant = await world.NewTenant();
        var flags = new SetFeatureFlagsRequest { TenantId = "x", Flags = { ["Express"] = true } };
        (await Refused.Call(world.Administration.SetFeatureFlagsAsync(flags, world.Admin()))).ShouldBeLike("INVALID_ARGUMENT INVALID_INPUT tenant_id flags[Express]");
        var origins = new SetCorsOriginsRequest { TenantId = tenant.Id, Origins = { "*", "https://a.example", "https://A.example:443" } };
        (await Refused.Call(world.Administration.SetCorsOriginsAsync(origins, world.Admin()))).ShouldBeLike("INVALID_ARGUMENT INVALID_INPUT origins[0] origins[2]");
        (await Refused.Call(world.Administration.SuspendTenantAsync(new SuspendTenantRequest { TenantId = tenant.Id }, world.Admin()))).ShouldBeLike("INVALID_ARGUMENT INVALID_INPUT reason");
        (await Refused.Call(world.Administration.ChangePlanAsync(new ChangePlanRequest { TenantId = tenant.Id, Plan = Some.Slug() }, world.Admin()))).ShouldBeLike("NOT_FOUND PLAN_NOT_FOUND plan");
    }

    [Fact]
    public async Task A_services_question_is_answered_for_the_callers_own_tenant_only()
    {
        var (tenant, other) = (await world.NewTenant(), await world.NewTenant());
        var asked = new GetTenantStateRequest { TenantId = tenant.Id };
        Fact((await world.States.GetTenantStateAsync(asked, world.Of(tenant))).Fact).Slug.ShouldBe(tenant.Slug);
        (await Refused.Call(world.States.GetTenantStateAsync(asked, world.Of(other)))).ShouldBeLike("NOT_FOUND TENANT_NOT_FOUND tenant_id");
    }

    // The plan has changed meanwhile, so that changing to it again changes something.
    private async Task<Tenant> ReadyToChange()
    {
        var plan = await world.NewPlan();
        var tenant = await world.NewTenant(plan);
        await world.Plans.UpdatePlanAsync(new UpdatePlanRequest { Plan = plan.Id, Limits = new PlanLimits { MaxUsers = 12 } }, world.Admin());
        return tenant;
    }

    private async Task<Tenant> Read(Tenant tenant) => await world.Tenants.GetTenantAsync(new GetTenantRequest { TenantId = tenant.Id }, world.Admin());

    private async Task<TenantChanged> Told(Tenant tenant) =>
        Alone(await world.Identity.Told(Guid.Parse(tenant.Id), (await State(tenant)).Version));

    private async Task<TenantChanged> State(Tenant tenant) => Fact((await world.States.GetTenantStateAsync(new GetTenantStateRequest { TenantId = tenant.Id }, world.Admin())).Fact);

    // Without what is the fact's own and not the tenant's.
    private static TenantChanged Fact(string json) => Alone(JsonSerializer.Deserialize<TenantChanged>(json, FactJson.Options)!);

    private static TenantChanged Alone(TenantChanged fact) => fact with { EventId = Guid.Empty, OccurredAt = default };
}
