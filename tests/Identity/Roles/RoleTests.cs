using FactoryFlow.Identity.Tests.Support;
using FactoryFlow.Identity.V1;
using Grpc.Core;
using static FactoryFlow.Options.V1.Access.Types;

namespace FactoryFlow.Identity.Tests.Roles;

public sealed class RoleTests(IdentityFixture fixture)
{
    private readonly IdentityServer _server = fixture.Server;

    [Fact]
    public async Task A_role_is_created_read_changed_and_deleted()
    {
        var owner = await _server.OpenAsOwner();
        var role = await owner.Role("jobs:read:all", "articles:read:all", "jobs:read:all");
        (role.Permissions, role.IsSystem, role.Etag).ShouldBe((["articles:read:all", "jobs:read:all"], false, "1"));
        var renamed = await Update(owner, role.Id, r => r.Name = "Planner");
        (renamed.Name, renamed.Permissions, renamed.Etag).ShouldBe(("Planner", role.Permissions, "2"));
        (await Update(owner, role.Id, r => r.UpdateMask = new() { Paths = { "permissions" } })).Permissions.ShouldBeEmpty();
        await Delete(owner, role.Id);
        (await Refused.By(() => Delete(owner, role.Id))).ShouldSay(StatusCode.NotFound, "ROLE_NOT_FOUND");
        (await fixture.Sql("select action from audit_entries where tenant_id = $1 and entity_id = $2 order by time", owner.Factory.TenantId, Guid.Parse(role.Id)))
            .ShouldBe(["role.created", "role.updated", "role.updated", "role.deleted"]);
    }

    [Fact]
    public async Task Roles_come_by_name_page_by_page()
    {
        var owner = await _server.OpenAsOwner();
        await Create(owner, "Planner");
        var (names, token) = (new List<string>(), "");
        do
        {
            var page = await _server.Roles.ListRolesAsync(new ListRolesRequest { PageSize = 3, PageToken = token }, owner.Headers, cancellationToken: TestContext.Current.CancellationToken);
            names.AddRange(page.Roles.Select(r => r.Name));
            token = page.NextPageToken;
        }
        while (token.Length > 0);
        names.Order(StringComparer.Ordinal).ShouldBe(["Buyer", "Planner", "Portal Admin", "Viewer", "admin", "supervisor", "vendor", "worker"]);
    }

    /// <summary>What is wrong with a role that is otherwise fine.</summary>
    public static TheoryData<string, string, string[], string, string> Refusals => new()
    {
        { "no name", "", [], "INVALID_INPUT", "name" },
        { "a name too long", new string('n', 64), [], "INVALID_INPUT", "name" },
        { "too many permissions", "r", [.. Enumerable.Repeat("jobs:read:all", 101)], "INVALID_INPUT", "permissions" },
        { "an unknown permission", "r", ["jobs:read:all", "job:read:all"], "INVALID_INPUT", "permissions[1]" },
        { "no permission at all", "r", ["jobs"], "INVALID_INPUT", "permissions[0]" },
        { "a system role's name", "Admin", [], "ROLE_NAME_TAKEN", "name" },
        { "another's name in capitals", "PLANNER", [], "ROLE_NAME_TAKEN", "name" },
    };

    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task A_role_is_refused(string what, string name, string[] permissions, string reason, string field)
    {
        var owner = await _server.OpenAsOwner();
        await Create(owner, "Planner");
        var refused = await Refused.By(() => Create(owner, name, permissions));
        (refused.Reason, refused.Field).ShouldBe((reason, field), what);
    }

    [Fact]
    public async Task A_slip_is_answered_with_what_was_meant()
    {
        var owner = await _server.OpenAsOwner();
        (await Refused.By(() => owner.Role("payment:create:all"))).Message.ShouldContain("payments:create:all");
    }

    [Theory]
    [InlineData("admin")]
    [InlineData("worker")]
    [InlineData("Buyer")]
    public async Task A_system_role_stays_as_it_is(string name)
    {
        var owner = await _server.OpenAsOwner();
        var id = await IdOf(owner, name);
        (await Refused.By(() => Update(owner, id, r => r.Name = "x"))).ShouldSay(StatusCode.FailedPrecondition, "ROLE_IS_SYSTEM");
        (await Refused.By(() => Delete(owner, id))).ShouldSay(StatusCode.FailedPrecondition, "ROLE_IS_SYSTEM");
    }

    [Fact]
    public async Task A_role_in_use_is_not_deleted_and_says_by_whom()
    {
        var owner = await _server.OpenAsOwner();
        var role = await owner.Role("jobs:read:all");
        await owner.Create("b@people.example", roles: role.Name);
        await owner.Create("a@people.example", roles: role.Name);
        var refused = await Refused.By(() => Delete(owner, role.Id));
        refused.ShouldSay(StatusCode.FailedPrecondition, "ROLE_IN_USE");
        refused.Message.ShouldContain("2 people");
        refused.Message.ShouldContain("b@people.example");
    }

    [Fact]
    public async Task An_older_state_changes_and_deletes_nothing()
    {
        var owner = await _server.OpenAsOwner();
        var role = await owner.Role("jobs:read:all");
        await Update(owner, role.Id, r => r.Name = "Planner");
        (await Refused.By(() => Update(owner, role.Id, r => (r.Name, r.Etag) = ("x", role.Etag)))).ShouldSay(StatusCode.Aborted, "ETAG_MISMATCH");
        (await Refused.By(() => Delete(owner, role.Id, role.Etag))).ShouldSay(StatusCode.Aborted, "ETAG_MISMATCH");
    }

    [Fact]
    public async Task Whoever_has_a_role_has_what_it_becomes()
    {
        var owner = await _server.OpenAsOwner();
        var role = await owner.Role("jobs:read:all");
        var user = await owner.Create(password: Person.Password, roles: role.Name);
        var session = await _server.SignIn(owner.Factory.Slug, user.Email, Person.Password);
        await Update(owner, role.Id, r => r.Permissions.Add("jobs:create:all"));
        (await fixture.Sql("select least_version from token_cutoffs where user_id = $1", Guid.Parse(user.Id))).ShouldBe(["1"]);
        var caller = await _server.Caller((await _server.Refresh(session.RefreshToken)).AccessToken);
        caller.Permissions.Select(p => p.ToString()).ShouldBe(["jobs:create:all"]);
    }

    [Fact]
    public async Task A_role_that_customers_have_grants_nothing_that_they_may_not_hold()
    {
        var owner = await _server.OpenAsOwner();
        var role = await owner.Role("portal:orders:read");
        await owner.Create(kind: Kind.Customer, roles: role.Name);
        var refused = await Refused.By(() => Update(owner, role.Id, r => r.Permissions.Add("jobs:read:all")));
        (refused.Reason, refused.Field).ShouldBe(("PERMISSION_NOT_FOR_KIND", "permissions"));
        await Update(owner, role.Id, r => r.Permissions.Add(["portal:orders:*", "portal:quotes:*"]));
    }

    [Fact]
    public async Task No_more_is_granted_than_a_token_can_hold()
    {
        var owner = await _server.OpenAsOwner();
        var roles = new List<Role>();
        // Each is fine by itself.
        for (var i = 0; i < 5; i++) roles.Add(await owner.Role([.. Long(i)]));
        (await Refused.By(() => owner.Create(roles: [.. roles.Select(r => r.Name)]))).ShouldSay(StatusCode.FailedPrecondition, "PERMISSIONS_TOO_MANY");
        var user = await owner.Create(roles: roles[0].Name);
        (await Refused.By(() => owner.Update(user.Id, r => r.Roles.Add(roles.Select(r => r.Name))))).Reason.ShouldBe("PERMISSIONS_TOO_MANY");
        (await Refused.By(() => Update(owner, roles[0].Id, r => r.Permissions.Add(Enumerable.Range(0, 5).SelectMany(Long))))).Reason.ShouldBe("PERMISSIONS_TOO_MANY");
    }

    [Fact]
    public async Task Every_permission_is_listed_with_the_calls_that_require_it()
    {
        var owner = await _server.OpenAsOwner();
        var list = await _server.Roles.ListPermissionsAsync(new ListPermissionsRequest(), owner.Headers, cancellationToken: TestContext.Current.CancellationToken);
        list.Permissions.Single(p => p.Permission == "jobs:create:all").Rpcs.ShouldBe(["JobService.CreateJob"]);
        list.Permissions.Select(p => p.Permission).ShouldBe(list.Permissions.Select(p => p.Permission).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Another_tenants_roles_and_people_do_not_exist()
    {
        var (one, other) = (await _server.OpenAsOwner(), await _server.OpenAsOwner());
        var (role, user) = (await one.Role("jobs:read:all"), await one.Create());
        foreach (var attempt in new Func<Task>[]
        {
            async () => await _server.Roles.GetRoleAsync(new GetRoleRequest { RoleId = role.Id }, other.Headers), () => Update(other, role.Id, r => r.Name = "x"), () => Delete(other, role.Id),
            () => other.Create(roles: role.Name),
        })
            (await Refused.By(attempt)).ShouldSay(StatusCode.NotFound, "ROLE_NOT_FOUND");
        foreach (var attempt in new Func<Task>[] { () => other.Look(user.Id), () => other.Update(user.Id, r => r.Name = "x"), () => other.Grant(user.Id), () => other.Delete(user.Id) })
            (await Refused.By(attempt)).ShouldSay(StatusCode.NotFound, "USER_NOT_FOUND");
    }

    private async Task<string> IdOf(Person owner, string name) =>
        (await _server.Roles.ListRolesAsync(new ListRolesRequest(), owner.Headers)).Roles.Single(r => r.Name == name).Id;

    private static async Task<Role> Create(Person caller, string name, params string[] permissions) =>
        await caller.Server.Roles.CreateRoleAsync(new CreateRoleRequest { Name = name, Permissions = { permissions } }, caller.Headers);

    private static async Task<Role> Update(Person caller, string id, Action<UpdateRoleRequest> change)
    {
        var request = new UpdateRoleRequest { RoleId = id };
        change(request);
        return await caller.Server.Roles.UpdateRoleAsync(request, caller.Headers);
    }

    private static async Task Delete(Person caller, string id, string etag = "") =>
        await caller.Server.Roles.DeleteRoleAsync(new DeleteRoleRequest { RoleId = id, Etag = etag }, caller.Headers);

    // Twenty permissions of more than thirty letters, none like another.
    private static IEnumerable<string> Long(int series) => Enumerable.Range(0, 20).Select(i => $"portal:orders:a-rather-very-long-scope-{series}-{i}");
}
