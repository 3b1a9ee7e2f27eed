using FactoryFlow.Identity.Roles;
using FactoryFlow.Identity.Tests.Support;

namespace FactoryFlow.Identity.Tests.Roles;

/// <summary>What a new version says of the system roles reaches the tenants that are there when it starts.</summary>
public sealed class SeedingTests(IdentityFixture fixture)
{
    [Fact]
    public async Task A_tenant_of_before_gets_the_roles_that_it_lacks_and_the_others_as_they_are_now()
    {
        var owner = await fixture.Server.OpenAsOwner();
        await fixture.Sql("delete from roles where tenant_id = $1 and name = 'Viewer'", owner.Factory.TenantId);
        await fixture.Sql("update roles set permissions = '{old:old:old}' where tenant_id = $1 and name = 'worker'", owner.Factory.TenantId);
        await using var next = await fixture.Another();
        (await Permissions(owner, "Viewer")).ShouldBe([string.Join(',', SystemRole.Viewer.Permissions) + " 1"]);
        (await Permissions(owner, "worker")).ShouldBe([string.Join(',', SystemRole.Worker.Permissions) + " 2"]);
    }

    [Fact]
    public async Task A_role_of_the_tenants_own_under_such_a_name_stays()
    {
        var owner = await fixture.Server.OpenAsOwner();
        await fixture.Sql("update roles set name = 'VIEWER', is_system = false, permissions = '{jobs:read:all}' where tenant_id = $1 and name = 'Viewer'", owner.Factory.TenantId);
        await using var next = await fixture.Another();
        (await Permissions(owner, "VIEWER")).ShouldBe(["jobs:read:all 1"]);
        (await Permissions(owner, "Viewer")).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_start_that_brings_nothing_new_changes_nothing()
    {
        var owner = await fixture.Server.OpenAsOwner();
        await using var next = await fixture.Another();
        (await fixture.Sql("select count(*) from roles where tenant_id = $1 and version = 1", owner.Factory.TenantId)).ShouldBe([$"{SystemRole.OfTenants.Length}"]);
    }

    private Task<List<string>> Permissions(Person owner, string name) =>
        fixture.Sql("select array_to_string(permissions, ',') || ' ' || version from roles where tenant_id = $1 and name = $2", owner.Factory.TenantId, name);
}
