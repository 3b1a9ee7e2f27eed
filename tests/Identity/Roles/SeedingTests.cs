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

    [Fact]
    public async Task What_a_later_version_brought_is_not_taken_back_by_one_of_before_that_starts_again()
    {
        var owner = await fixture.Server.OpenAsOwner();
        await fixture.Sql("update roles set permissions = '{new:read:all}', edition = $2 where tenant_id = $1 and name = 'worker'", owner.Factory.TenantId, SystemRole.Edition + 1);
        await using var earlier = await fixture.Another();
        (await Permissions(owner, "worker")).ShouldBe(["new:read:all 1"]);
    }

    [Fact]
    public async Task Whoever_held_more_than_a_role_grants_now_needs_a_new_token_and_nobody_else_does()
    {
        var (owner, other) = (await fixture.Server.OpenAsOwner(), await fixture.Server.OpenAsOwner());
        await fixture.Sql("update roles set permissions = permissions || '{platform:all:all}', edition = 0 where tenant_id = $1 and name = 'admin'", owner.Factory.TenantId);
        await fixture.Sql("update roles set permissions = '{}', edition = 0 where tenant_id = $1 and name = 'admin'", other.Factory.TenantId);
        await using var next = await fixture.Another();
        (await Permissions(owner, "admin")).ShouldBe(["*:*:* 2"]);
        (await fixture.Sql("select tenant_id::text from token_cutoffs where tenant_id in ($1, $2)", owner.Factory.TenantId, other.Factory.TenantId)).ShouldBe([owner.Factory.TenantId.ToString()]);
    }

    [Fact]
    public void Whoever_changes_what_a_system_role_grants_counts_its_edition_up()
    {
        var text = string.Join('\n', SystemRole.OfTenants.Select(role => $"{role.Name}: {string.Join(' ', role.Permissions)}"));
        (SystemRole.Edition, Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(text)))[..16])
            .ShouldBe((1, "D926A5B0C2D80708"), "Give SystemRole.Edition the next number, and write both here: a process of before must not change the roles back.");
    }

    private Task<List<string>> Permissions(Person owner, string name) =>
        fixture.Sql("select array_to_string(permissions, ',') || ' ' || version from roles where tenant_id = $1 and name = $2", owner.Factory.TenantId, name);
}
