using FactoryFlow.Identity.Tests.Support;
using FactoryFlow.Identity.V1;
using Grpc.Core;
using static FactoryFlow.Options.V1.Access.Types;
using Origin = FactoryFlow.Identity.V1.PermissionSource.Types.Origin;
using Status = FactoryFlow.Identity.V1.User.Types.Status;

namespace FactoryFlow.Identity.Tests.Users;

public sealed class EffectivePermissionsTests(IdentityFixture fixture)
{
    private readonly IdentityServer _server = fixture.Server;

    [Fact]
    public async Task They_say_where_each_comes_from_and_what_takes_it_away()
    {
        var owner = await _server.OpenAsOwner();
        var role = await owner.Role("jobs:*:*", "articles:read:all");
        var user = await owner.Create(roles: role.Name);
        await owner.Grant(user.Id, ["workers:read:all"], ["jobs:work:*", "payments:*:*"]);
        var effective = await Ask(owner, user.Id);
        effective.Permissions.ShouldBe(["articles:read:all", "jobs:*:*", "workers:read:all"]);
        effective.Denials.ShouldBe(["jobs:work:*"]);
        effective.Sources.Select(s => (s.Permission, s.Origin, s.Role, string.Join(',', s.DeniedBy))).ShouldBe(
        [
            ("articles:read:all", Origin.Role, role.Name, ""), ("jobs:*:*", Origin.Role, role.Name, "jobs:work:*"), ("workers:read:all", Origin.User, "", ""),
        ]);
        effective.Verdict.ShouldBeNull();
    }

    [Fact]
    public async Task They_say_what_a_kind_restricts_and_what_a_customers_own_grants_replace()
    {
        var owner = await _server.OpenAsOwner();
        var customer = await owner.Create(kind: Kind.Customer, roles: "Buyer");
        await owner.Grant(customer.Id, ["portal:catalog:read"]);
        var effective = await Ask(owner, customer.Id);
        effective.Permissions.ShouldBe(["portal:catalog:read"]);
        effective.Sources.Where(s => s.Origin is Origin.Role).ShouldAllBe(s => s.IsReplaced && s.Effective.Count == 0 && s.Role == "Buyer");
        // As no call of ours would leave it.
        await fixture.Sql("update roles set permissions = '{*:read:*}' where tenant_id = $1 and name = 'Buyer'", owner.Factory.TenantId);
        await owner.Grant(customer.Id);
        (await Ask(owner, customer.Id)).Sources.ShouldHaveSingleItem().Effective.ShouldBe(["portal:read:*"]);
    }

    [Theory]
    [InlineData("jobs:create:all", true, "role")]
    [InlineData("jobs:work:all", false, "denial")]
    [InlineData("payments:create:all", false, "no role")]
    public async Task Asked_about_one_they_answer_yes_or_no_and_why(string permission, bool isAllowed, string why)
    {
        var owner = await _server.OpenAsOwner();
        var role = await owner.Role("jobs:*:*");
        var user = await owner.Create(roles: role.Name);
        await owner.Grant(user.Id, denials: ["jobs:work:*"]);
        var verdict = (await Ask(owner, user.Id, permission)).Verdict;
        (verdict.Permission, verdict.IsAllowed).ShouldBe((permission, isAllowed));
        verdict.Explanation.ShouldContain(why);
    }

    [Fact]
    public async Task Who_cannot_sign_in_holds_nothing()
    {
        var owner = await _server.OpenAsOwner();
        var user = await owner.Create(roles: "supervisor");
        await owner.Update(user.Id, r => r.Status = Status.Inactive);
        (await Ask(owner, user.Id, "jobs:create:all")).Verdict.IsAllowed.ShouldBeFalse();
    }

    [Theory]
    [InlineData("jobs:*:all")]
    [InlineData("job:create:all")]
    [InlineData("jobs")]
    public async Task Only_a_permission_can_be_asked_about(string permission)
    {
        var owner = await _server.OpenAsOwner();
        var refused = await Refused.By(() => Ask(owner, owner.Id, permission));
        (refused.Status, refused.Field).ShouldBe((StatusCode.InvalidArgument, "permission"));
    }

    /// <summary>The explanation and the token come from the same rules: they never disagree.</summary>
    [Fact]
    public async Task They_agree_with_the_token()
    {
        var owner = await _server.OpenAsOwner();
        var user = await owner.Create(password: Person.Password, roles: ["worker", "supervisor"]);
        await owner.Grant(user.Id, ["payments:create:all"], ["jobs:create:*", "workers:*:*"]);
        var (effective, caller) = (await Ask(owner, user.Id), await _server.Caller((await owner.SignIn(user)).Token));
        caller.Permissions.Select(p => p.ToString()).ShouldBe(effective.Permissions);
        caller.Denials.Select(p => p.ToString()).ShouldBe(effective.Denials);
    }

    private async Task<EffectivePermissions> Ask(Person caller, string user, string permission = "") =>
        await _server.Users.GetEffectivePermissionsAsync(new GetEffectivePermissionsRequest { UserId = user, Permission = permission }, caller.Headers);
}
