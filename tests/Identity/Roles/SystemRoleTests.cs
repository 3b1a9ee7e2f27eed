using FactoryFlow.Identity.Roles;
using FactoryFlow.Platform.Auth;

namespace FactoryFlow.Identity.Tests.Roles;

public sealed class SystemRoleTests
{
    [Fact]
    public void Every_role_grants_permissions_that_the_matcher_knows()
    {
        foreach (var text in SystemRole.OfTenants.Append(SystemRole.PlatformAdmin).SelectMany(role => role.Permissions))
            Permission.TryParse(text, out _).ShouldBeTrue(text);
    }

    [Fact]
    public void A_supervisor_holds_each_permission_by_itself_so_that_a_new_one_is_given_on_purpose() =>
        SystemRole.Supervisor.Permissions.Where(text => text.Split(':')[1] == "*").ShouldBeEmpty();

    [Fact]
    public void A_supervisor_may_do_whatever_a_worker_may() =>
        SystemRole.Worker.Permissions.Select(Permission.Parse).Where(needed => !SystemRole.Supervisor.Permissions.Any(held => Permission.Parse(held).Covers(needed))).ShouldBeEmpty();

    [Theory]
    [InlineData("admin", "payments:create:all", true)]
    [InlineData("supervisor", "jobs:create:all", true)]
    [InlineData("supervisor", "ledger:read:all", true)]
    [InlineData("supervisor", "orders:read:all", true)]
    [InlineData("supervisor", "orders:transition:all", true)]
    [InlineData("supervisor", "service-categories:read:all", true)]
    [InlineData("supervisor", "orders:create:all", false)]
    [InlineData("supervisor", "orders:update:all", false)]
    [InlineData("supervisor", "orders:delete:all", false)]
    [InlineData("supervisor", "payments:create:all", false)]
    [InlineData("supervisor", "articles:update:all", true)]
    [InlineData("supervisor", "rates:create:all", false)]
    [InlineData("supervisor", "jobs:work:all", true)]
    [InlineData("supervisor", "jobs:correct:all", false)]
    [InlineData("supervisor", "workflows:transition:approve", true)]
    [InlineData("supervisor", "workflows:operate:all", true)]
    [InlineData("supervisor", "workflows:define:all", false)]
    [InlineData("supervisor", "workflows:configure:all", false)]
    [InlineData("worker", "jobs:work:assigned", true)]
    [InlineData("worker", "jobs:work:all", false)]
    [InlineData("worker", "jobs:read:all", false)]
    [InlineData("worker", "jobs:create:all", false)]
    [InlineData("worker", "orders:read:all", false)]
    [InlineData("worker", "ledger:read:all", false)]
    [InlineData("worker", "payments:read:all", false)]
    public void A_role_may_do_what_its_place_needs(string role, string permission, bool may)
    {
        var grants = SystemRole.OfTenants.Single(r => r.Name == role).Permissions.Select(Permission.Parse);
        grants.Any(grant => grant.Covers(Permission.Parse(permission))).ShouldBe(may);
    }
}
