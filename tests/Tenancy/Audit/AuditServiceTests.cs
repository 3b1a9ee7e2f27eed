using FactoryFlow.Tenancy.V1;

namespace FactoryFlow.Tenancy.Tests.Audit;

public sealed class AuditServiceTests(World world)
{
    [Fact]
    public async Task A_tenants_administrator_sees_what_was_done_and_who_does_not_answer_is_named()
    {
        var tenant = await world.NewTenant();
        await world.Configs.UpsertTenantConfigAsync(Some.Config(), world.Of(tenant));
        var page = await world.Audit.ListAuditEntriesAsync(new ListAuditEntriesRequest { Action = "tenant_config.updated" }, world.Of(tenant));
        var entry = page.AuditEntries.ShouldHaveSingleItem();
        (entry.Service, entry.EntityId, entry.Changes.Fields["after"].StructValue.Fields["jobSteps"].ListValue.Values.Count).ShouldBe(("tenancy", tenant.Id, 2));
        // These tests have neither of them.
        page.UnavailableServices.ShouldBe(["workflow", "production", "ledger"]);
    }

    [Fact]
    public async Task One_service_is_asked_alone()
    {
        var page = await world.Audit.ListAuditEntriesAsync(new ListAuditEntriesRequest { Service = "tenancy" }, world.Of(await world.NewTenant()));
        (page.AuditEntries.Count > 0, page.UnavailableServices.Count).ShouldBe((true, 0));
        page.AuditEntries.ShouldAllBe(entry => entry.Service == "tenancy");
    }

    [Fact]
    public async Task What_identity_wrote_down_stands_among_the_rest()
    {
        var page = await world.Audit.ListAuditEntriesAsync(new ListAuditEntriesRequest(), world.Of(await world.NewTenant()));
        page.AuditEntries.Select(entry => entry.Service).Distinct().ShouldBe(["identity", "tenancy"], ignoreOrder: true);
    }

    [Fact]
    public async Task The_platform_sees_a_tenants_entries_and_leaves_one()
    {
        var tenant = await world.NewTenant();
        var request = new ListAuditEntriesRequest { TenantId = tenant.Id, Service = "tenancy" };
        (await world.Audit.ListAuditEntriesAsync(request, world.Admin())).AuditEntries.ShouldContain(entry => entry.Action == "tenant.reserved");
        var newest = (await world.Audit.ListAuditEntriesAsync(request, world.Admin())).AuditEntries[0];
        (newest.Action, newest.ActorKind).ShouldBe(("audit_entries.read", AuditEntry.Types.ActorKind.Platform));
    }

    [Fact]
    public async Task The_platform_sees_its_own_without_naming_a_tenant()
    {
        var plan = await world.NewPlan();
        var request = new ListAuditEntriesRequest { EntityType = "plan", EntityId = plan.Id, Service = "tenancy" };
        (await world.Audit.ListAuditEntriesAsync(request, world.Admin())).AuditEntries.ShouldHaveSingleItem().Action.ShouldBe("plan.created");
    }

    [Fact]
    public async Task Nobody_elses_tenant_is_there_and_nobody_without_the_permission_sees_their_own()
    {
        var (tenant, other) = (await world.NewTenant(), await world.NewTenant());
        (await Refused.Call(world.Audit.ListAuditEntriesAsync(new ListAuditEntriesRequest { TenantId = other.Id }, world.Of(tenant)))).ShouldBeLike("NOT_FOUND TENANT_NOT_FOUND tenant_id");
        var nobody = new ListAuditEntriesRequest { TenantId = Guid.NewGuid().ToString() };
        (await Refused.Call(world.Audit.ListAuditEntriesAsync(nobody, world.Admin()))).ShouldBeLike("NOT_FOUND TENANT_NOT_FOUND tenant_id");
        (await Refused.Call(world.Audit.ListAuditEntriesAsync(new ListAuditEntriesRequest(), world.Of(tenant, permission: "users:*:*")))).Reason.ShouldBe("PERMISSION_MISSING");
    }

    [Fact]
    public async Task Every_fault_is_named()
    {
        var request = new ListAuditEntriesRequest
        {
            ActorId = "x", EntityId = "y", Service = "kitchen", PageSize = 201, StartTime = new() { Seconds = 200 }, EndTime = new() { Seconds = 100 },
        };
        (await Refused.Call(world.Audit.ListAuditEntriesAsync(request, world.Of(await world.NewTenant())))).Fields
            .ShouldBe(["end_time", "entity_type", "page_size", "actor_id", "entity_id", "service"], ignoreOrder: true);
    }
}
