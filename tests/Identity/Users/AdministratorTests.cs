using FactoryFlow.Identity.Tests.Support;
using FactoryFlow.Identity.V1;
using Grpc.Core;
using Status = FactoryFlow.Identity.V1.User.Types.Status;

namespace FactoryFlow.Identity.Tests.Users;

/// <summary>There is always somebody who can sign in and may do everything, and two who change something at once do not undo each other.</summary>
public sealed class AdministratorTests(IdentityFixture fixture)
{
    private readonly IdentityServer _server = fixture.Server;

    /// <summary>Every way to lose the last administrator, tried by somebody else who may do everything but does not count as one.</summary>
    public static TheoryData<string> Ways => ["delete", "deactivate", "take the role", "deny", "take the grant", "change the role"];

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task The_last_administrator_stays(string way)
    {
        var owner = await _server.OpenAsOwner();
        // Two administrators, of whom one then is the last who can sign in.
        var (last, role) = await Another(owner, way);
        await fixture.Sql("update users set password_hash = null where id = $1", Guid.Parse(owner.Id));
        (await Refused.By(() => Lose(owner, last, role, way))).ShouldSay(StatusCode.FailedPrecondition, "LAST_ADMINISTRATOR");
        (await last.SignInAgain()).User.Status.ShouldBe(Status.Active);
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Any_other_administrator_may_go(string way)
    {
        var owner = await _server.OpenAsOwner();
        var (other, role) = await Another(owner, way);
        await Lose(owner, other, role, way);
    }

    [Theory]
    [InlineData("delete")]
    [InlineData("deactivate")]
    public async Task Nobody_removes_themselves(string way)
    {
        var owner = await _server.OpenAsOwner();
        var (other, role) = await Another(owner, way);
        (await Refused.By(() => Lose(other, other, role, way))).ShouldSay(StatusCode.FailedPrecondition, "SELF_REFUSED");
    }

    [Theory]
    [InlineData("delete")]
    [InlineData("deactivate")]
    [InlineData("deny")]
    public async Task Of_two_administrators_who_remove_each_other_at_once_one_stays(string way)
    {
        for (var round = 0; round < 5; round++)
        {
            var owner = await _server.OpenAsOwner();
            var (other, _) = await Another(owner, way);
            var outcomes = await Task.WhenAll(UserTests.Attempt(() => Lose(owner, other, null, way)), UserTests.Attempt(() => Lose(other, owner, null, way)));
            outcomes.Count(reason => reason is null).ShouldBe(1, string.Join(", ", outcomes));
            // Who came second is no administrator any more, or would leave none.
            outcomes.Single(reason => reason is not null).ShouldBeOneOf("PERMISSION_NOT_HELD", "LAST_ADMINISTRATOR");
        }
    }

    [Fact]
    public async Task Of_two_changes_to_one_state_one_is_refused()
    {
        var owner = await _server.OpenAsOwner();
        var user = await owner.Create();
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 8).Select(i =>
            UserTests.Attempt(() => owner.Update(user.Id, r => (r.Name, r.Etag) = ($"Name {i}", user.Etag)))));
        outcomes.Count(reason => reason is null).ShouldBe(1);
        outcomes.Where(reason => reason is not null).ShouldAllBe(reason => reason == "ETAG_MISMATCH");
    }

    [Fact]
    public async Task Changes_of_different_fields_at_once_are_both_kept()
    {
        var owner = await _server.OpenAsOwner();
        var user = await owner.Create();
        await Task.WhenAll(
            owner.Update(user.Id, r => r.Name = "A new name"), owner.Update(user.Id, r => r.Email = "new@people.example"), owner.Update(user.Id, r => r.Roles.Add("worker")),
            owner.Grant(user.Id, ["jobs:create:all"]));
        var now = await owner.Look(user.Id);
        (now.Name, now.Email, now.Roles, now.Grants, now.Etag).ShouldBe(("A new name", "new@people.example", ["worker"], ["jobs:create:all"], "5"));
    }

    [Fact]
    public async Task A_repeated_call_is_answered_the_same()
    {
        var owner = await _server.OpenAsOwner();
        var (request, headers) = (Person.Request("again@people.example"), Person.Bearing(owner.Token, "the-same-key"));
        var first = await _server.Users.CreateUserAsync(request, headers, cancellationToken: TestContext.Current.CancellationToken);
        var again = await _server.Users.CreateUserAsync(request, headers, cancellationToken: TestContext.Current.CancellationToken);
        again.ShouldBe(first);
    }

    // Somebody else who may do everything, in the way that is to be taken from them.
    private static async Task<(Person Person, Role? Role)> Another(Person owner, string way)
    {
        var role = way == "change the role" ? await owner.Role("*:*:*") : null;
        var user = await owner.Create(password: Person.Password, roles: way == "take the grant" ? [] : [role?.Name ?? "admin"]);
        if (way == "take the grant") await owner.Grant(user.Id, ["*:*:*"]);
        return (await owner.SignIn(user), role);
    }

    private static Task Lose(Person caller, Person victim, Role? role, string way) => way switch
    {
        "delete" => caller.Delete(victim.Id),
        "deactivate" => caller.Update(victim.Id, r => r.Status = Status.Inactive),
        "take the role" => caller.Update(victim.Id, r => r.Roles.Add("worker")),
        "deny" => caller.Grant(victim.Id, denials: ["payments:create:all"]),
        "take the grant" => caller.Grant(victim.Id),
        _ => caller.Server.Roles.UpdateRoleAsync(new UpdateRoleRequest { RoleId = role!.Id, Permissions = { "jobs:*:*" } }, caller.Headers).ResponseAsync,
    };
}
