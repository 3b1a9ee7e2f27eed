using FactoryFlow.Identity.Tests.Support;
using FactoryFlow.Identity.V1;
using FactoryFlow.Platform.Auth;
using Grpc.Core;
using static FactoryFlow.Options.V1.Access.Types;
using Level = FactoryFlow.Identity.V1.FactoryAccess.Types.Level;
using Status = FactoryFlow.Identity.V1.User.Types.Status;

namespace FactoryFlow.Identity.Tests.Users;

/// <summary>Somebody who may manage people and roles, and no money, tries every way to gain what they lack, for themselves or for a friend.</summary>
public sealed class EscalationTests(IdentityFixture fixture)
{
    private static readonly string[] s_manages = ["users:*:*", "roles:*:*", "jobs:*:*"];
    private readonly IdentityServer _server = fixture.Server;

    public static TheoryData<string> Ways => [.. s_ways.Keys];

    private static readonly Dictionary<string, Func<Scene, Task>> s_ways = new()
    {
        ["a role of their own with the permission"] = s => s.Me.Role("payments:create:all"),
        ["a role of their own with everything"] = s => s.Me.Role("*:*:*"),
        ["a role of their own with a wildcard over it"] = s => s.Me.Role("*:create:*"),
        ["a role of their own with the permission among others"] = s => s.Me.Role("jobs:read:all", "payments:read:all"),
        ["more in a role that they have"] = s => s.ChangeRole(s.Mine.Id, r => r.Permissions.Add(["users:*:*", "roles:*:*", "payments:create:all"])),
        ["more in a role that a friend has"] = s => s.ChangeRole(s.FriendsRole.Id, r => r.Permissions.Add("payments:create:all")),
        ["a change of a role that holds more"] = s => s.ChangeRole(s.Accountant.Id, r => r.Name = "Mine now"),
        ["less in a role that holds more"] = s => s.ChangeRole(s.Accountant.Id, r => r.Permissions.Add("jobs:read:all")),
        ["the end of a role that holds more"] = s => s.Me.Server.Roles.DeleteRoleAsync(new DeleteRoleRequest { RoleId = s.Accountant.Id }, s.Me.Headers).ResponseAsync,
        ["a system role in another shape"] = s => s.ChangeRole(s.SystemRole, r => r.Permissions.Add("payments:create:all")),
        ["a stronger role for themselves"] = s => s.Me.Update(s.Me.Id, r => r.Roles.Add([s.Mine.Name, s.Accountant.Name])),
        ["the administrators' role for themselves"] = s => s.Me.Update(s.Me.Id, r => r.Roles.Add("admin")),
        ["a stronger role for a friend"] = s => s.Me.Update(s.Friend.Id, r => r.Roles.Add(s.Accountant.Name)),
        ["a role that counts by its name, for themselves"] = s => s.Me.Update(s.Me.Id, r => r.Roles.Add([s.Mine.Name, s.Approver.Name])),
        ["a role that counts by its name, for a friend"] = s => s.Me.Update(s.Friend.Id, r => r.Roles.Add([s.FriendsRole.Name, s.Approver.Name])),
        ["a role that counts by its name, for somebody new"] = s => s.Me.Create(password: Person.Password, roles: s.Approver.Name),
        ["a role that counts by its name, for a guest"] = s => s.Me.Invite(roles: s.Approver.Name),
        ["a name that counts, for a role that they have"] = s => s.ChangeRole(s.Mine.Id, r => r.Name = "Approver of old"),
        ["the address of somebody whose role counts by its name"] = s => s.Me.Update(s.Approves.Id, r => r.Email = "mine@factory.example"),
        ["fewer roles for themselves"] = s => s.Me.Update(s.Me.Id, r => r.UpdateMask = new() { Paths = { "roles" } }),
        ["a grant for themselves"] = s => s.Me.Grant(s.Me.Id, ["payments:create:all"]),
        ["everything for themselves"] = s => s.Me.Grant(s.Me.Id, ["*:*:*"]),
        ["a grant for a friend"] = s => s.Me.Grant(s.Friend.Id, ["payments:create:all"]),
        ["everything but a little for a friend"] = s => s.Me.Grant(s.Friend.Id, ["*:*:*"], ["jobs:read:all", "portal:*:*"]),
        ["their own denial gone"] = s => s.Denied.Grant(s.Denied.Id),
        ["another denial in place of their own"] = s => s.Denied.Grant(s.Denied.Id, denials: ["articles:*:*"]),
        ["a role past their own denial"] = s => s.Denied.Role("jobs:*:*"),
        ["a friend past their own denial"] = s => s.Denied.Grant(s.Friend.Id, ["jobs:work:all"]),
        ["a friend's denial gone"] = s => s.Me.Grant(s.Restrained.Id, ["payments:*:*"]),
        ["a new administrator"] = s => s.Me.Create(password: Person.Password, roles: "admin"),
        ["a new accountant"] = s => s.Me.Create(password: Person.Password, roles: s.Accountant.Name),
        ["an accountant among customers"] = s => s.Me.Create(kind: Kind.Customer, password: Person.Password, roles: s.Accountant.Name),
        ["an administrator of the portal"] = s => s.Me.Create(kind: Kind.Customer, password: Person.Password, roles: "Portal Admin"),
        ["the administrator's address, to have a new password sent there"] = s => s.Me.Update(s.Owner.Id, r => r.Email = "me@factory.example"),
        ["the administrator's roles"] = s => s.Me.Update(s.Owner.Id, r => r.Roles.Add("worker")),
        ["the administrator's grants"] = s => s.Me.Grant(s.Owner.Id, denials: ["*:*:*"]),
        ["an accountant deactivated"] = s => s.Me.Update(s.Bookkeeper.Id, r => r.Status = Status.Inactive),
        ["an accountant who is inactive back again"] = s => s.Me.Update(s.Former.Id, r => r.Status = Status.Active),
        ["an accountant deleted"] = s => s.Me.Delete(s.Bookkeeper.Id),
        ["a factory for themselves"] = s => s.Factory(s.Me.Id, Level.Viewer),
        ["a factory for a friend"] = s => s.Factory(s.Friend.Id, Level.Admin),
        ["a factory for the administrator"] = s => s.Factory(s.Owner.Id, Level.Viewer),
    };

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task No_way_leads_to_what_one_does_not_hold(string way)
    {
        var scene = await Scene.Set(fixture);
        var before = await scene.State();
        var refused = await Refused.By(() => s_ways[way](scene));
        refused.Reason.ShouldBeOneOf("PERMISSION_NOT_HELD", "PERMISSION_NOT_FOR_KIND", "ROLE_IS_SYSTEM", "SELF_REFUSED");
        (await scene.State()).ShouldBe(before);
        var me = await _server.Caller((await scene.Me.SignInAgain()).Token);
        me.Holds(Permission.Parse("payments:create:all")).ShouldBeFalse();
    }

    [Fact]
    public async Task What_one_holds_one_may_hand_on()
    {
        var scene = await Scene.Set(fixture);
        await scene.Me.Role("jobs:create:all", "users:read:all");
        var user = await scene.Me.Create(password: Person.Password, roles: scene.Mine.Name);
        await scene.Me.Grant(user.Id, ["jobs:*:*"], ["payments:*:*"]);
        await scene.Me.Update(scene.Friend.Id, r => r.UpdateMask = new() { Paths = { "roles" } });
        await scene.Me.Update(scene.Approves.Id, r => { r.Name = "Another name"; r.Roles.Add([scene.Approver.Name, scene.Mine.Name]); });
        await scene.ChangeRole(scene.FriendsRole.Id, r => r.Permissions.Add("jobs:work:all"));
        await scene.Denied.Grant(scene.Friend.Id, ["jobs:read:all"]);
        await scene.Me.Delete(user.Id);
    }

    [Fact]
    public async Task A_token_that_still_says_so_hands_on_nothing_that_was_lost_meanwhile()
    {
        var scene = await Scene.Set(fixture);
        await scene.Owner.Update(scene.Me.Id, r => r.UpdateMask = new() { Paths = { "roles" } });
        // The token is as good as before until the gateway hears of it; the database knows already.
        (await Refused.By(() => scene.Me.Grant(scene.Me.Id, s_manages))).ShouldSay(StatusCode.PermissionDenied, "PERMISSION_NOT_HELD");
        (await Refused.By(() => scene.Me.Role("jobs:read:all"))).ShouldSay(StatusCode.PermissionDenied, "PERMISSION_NOT_HELD");
    }

    [Fact]
    public async Task Who_only_reads_changes_nothing()
    {
        var owner = await _server.OpenAsOwner();
        var (reader, user) = (await owner.Hire("users:read:all", "roles:read:all"), await owner.Create());
        Func<Task>[] attempts =
        [
            () => reader.Create(), () => reader.Update(user.Id, r => r.Name = "x"), () => reader.Delete(user.Id), () => reader.Grant(user.Id),
            () => reader.Role("jobs:read:all"),
        ];
        foreach (var attempt in attempts) (await Refused.By(attempt)).ShouldSay(StatusCode.PermissionDenied, "PERMISSION_MISSING");
    }

    /// <summary>A tenant with somebody who manages people, and others who hold more or less.</summary>
    private sealed record Scene(
        IdentityFixture Fixture, Person Owner, Person Me, Role Mine, Role Accountant, Person Bookkeeper, User Former, User Friend, Role FriendsRole, Person Denied, User Restrained, string SystemRole, Role Approver, User Approves)
    {
        public static async Task<Scene> Set(IdentityFixture fixture)
        {
            var owner = await fixture.Server.OpenAsOwner();
            var (mine, accountant, friends) = (await owner.Role(s_manages), await owner.Role("payments:*:*", "jobs:read:all"), await owner.Role("jobs:read:all"));
            var me = await owner.SignIn(await owner.Create("manager@factory.example", password: Person.Password, roles: mine.Name));
            var bookkeeper = await owner.SignIn(await owner.Create(password: Person.Password, roles: accountant.Name));
            var former = await owner.Create(roles: accountant.Name);
            await owner.Update(former.Id, r => r.Status = Status.Inactive);
            var friend = await owner.Create("friend@factory.example", password: Person.Password, roles: friends.Name);
            var denied = await owner.Create(password: Person.Password, roles: mine.Name);
            await owner.Grant(denied.Id, denials: ["jobs:work:*"]);
            var restrained = await owner.Create(roles: accountant.Name);
            await owner.Grant(restrained.Id, denials: ["payments:*:*"]);
            var admin = (await fixture.Sql("select id from roles where tenant_id = $1 and name = 'worker'", owner.Factory.TenantId))[0];
            var approver = await owner.Role();
            var approves = await owner.Create(roles: approver.Name);
            return new Scene(fixture, owner, me, mine, accountant, bookkeeper, former, friend, friends, await owner.SignIn(denied), restrained, admin, approver, approves);
        }

        public Task ChangeRole(string id, Action<UpdateRoleRequest> change)
        {
            var request = new UpdateRoleRequest { RoleId = id };
            change(request);
            return Me.Server.Roles.UpdateRoleAsync(request, Me.Headers).ResponseAsync;
        }

        public Task Factory(string user, Level level) => Me.Server.FactoryAccess.SetFactoryAccessAsync(
            new SetFactoryAccessRequest { UserId = user, FactoryId = Fixture.Tenancy.AddFactory(Owner.Factory.TenantId), AccessLevel = level }, Me.Headers).ResponseAsync;

        /// <summary>Everything about what people of the tenant may do.</summary>
        public async Task<string> State() => string.Join('\n', await Fixture.Sql("""
            select (to_jsonb(u) - 'token_version')::text from users u where tenant_id = $1
            union all select to_jsonb(r)::text from roles r where tenant_id = $1
            union all select to_jsonb(h)::text from user_roles h where tenant_id = $1
            union all select to_jsonb(f)::text from user_factories f where tenant_id = $1 order by 1
            """, Owner.Factory.TenantId));
    }
}
