using FactoryFlow.Identity.Tests.Support;
using FactoryFlow.Identity.V1;
using FactoryFlow.Platform.Auth;
using Grpc.Core;
using static FactoryFlow.Options.V1.Access.Types;
using Status = FactoryFlow.Identity.V1.User.Types.Status;

namespace FactoryFlow.Identity.Tests.Users;

public sealed class UserTests(IdentityFixture fixture)
{
    private readonly IdentityServer _server = fixture.Server;

    [Theory]
    [InlineData(Kind.Staff, "worker")]
    [InlineData(Kind.Customer, "Buyer")]
    [InlineData(Kind.Vendor, "vendor")]
    public async Task Somebody_is_created_and_signs_in_as_what_they_are(Kind kind, string role)
    {
        var owner = await _server.OpenAsOwner();
        var user = await owner.Create($"{kind}@Factory.example", kind, Person.Password, role.ToUpperInvariant());
        var caller = await _server.Caller((await owner.SignIn(user)).Token);
        (caller.Kind, caller.TenantId, caller.Email).ShouldBe((kind, owner.Factory.TenantId, $"{kind}@factory.example".ToLowerInvariant()));
        caller.Roles.ShouldBe([role]);
        (user.Status, user.Roles, user.Etag).ShouldBe((Status.Active, [role], "1"));
        (await owner.Look(user.Id)).ShouldBe(user);
    }

    [Fact]
    public async Task Without_a_password_nobody_signs_in()
    {
        var owner = await _server.OpenAsOwner();
        var user = await owner.Create();
        (await Refused.By(() => owner.SignIn(user))).ShouldSay(StatusCode.Unauthenticated, "SIGN_IN_REFUSED");
    }

    /// <summary>What is wrong with a request that is otherwise fine, in order of precedence.</summary>
    public static TheoryData<string, Action<CreateUserRequest>, StatusCode, string, string?> Refusals => new()
    {
        { "no address", r => r.Email = "", StatusCode.InvalidArgument, "INVALID_INPUT", "email" },
        { "no address at all", r => r.Email = "nobody", StatusCode.InvalidArgument, "INVALID_INPUT", "email" },
        { "no name", r => r.Name = " ", StatusCode.InvalidArgument, "INVALID_INPUT", "name" },
        { "a name too long", r => r.Name = new string('n', 201), StatusCode.InvalidArgument, "INVALID_INPUT", "name" },
        { "a password too short", r => r.Password = "short", StatusCode.InvalidArgument, "INVALID_INPUT", "password" },
        { "no kind", r => r.Kind = Kind.Unspecified, StatusCode.InvalidArgument, "INVALID_INPUT", "kind" },
        { "the platform's kind", r => r.Kind = Kind.Platform, StatusCode.InvalidArgument, "INVALID_INPUT", "kind" },
        { "a kind that is none", r => r.Kind = (Kind)9, StatusCode.InvalidArgument, "INVALID_INPUT", "kind" },
        { "a vendor's without the vendor", r => (r.Kind, r.VendorId) = (Kind.Vendor, ""), StatusCode.InvalidArgument, "INVALID_INPUT", "vendor_id" },
        { "a vendor of staff", r => r.VendorId = Guid.NewGuid().ToString(), StatusCode.InvalidArgument, "INVALID_INPUT", "vendor_id" },
        { "an empty role", r => r.Roles.Add(""), StatusCode.InvalidArgument, "INVALID_INPUT", "roles[0]" },
        { "too many roles", r => r.Roles.AddRange(Enumerable.Repeat("worker", 21)), StatusCode.InvalidArgument, "INVALID_INPUT", "roles" },
        { "an unknown role", r => r.Roles.Add(["worker", "foreman"]), StatusCode.NotFound, "ROLE_NOT_FOUND", "roles[1]" },
        { "a customer who is staff", r => { r.Kind = Kind.Customer; r.Roles.Add("worker"); }, StatusCode.InvalidArgument, "PERMISSION_NOT_FOR_KIND", "roles[0]" },
        { "a customer who is admin", r => { r.Kind = Kind.Customer; r.Roles.Add(["Buyer", "admin"]); }, StatusCode.InvalidArgument, "PERMISSION_NOT_FOR_KIND", "roles[1]" },
        { "an address that is taken", r => r.Email = "OWNER@factory.example", StatusCode.AlreadyExists, "USER_EMAIL_TAKEN", "email" },
    };

    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task Creating_somebody_is_refused(string what, Action<CreateUserRequest> spoil, StatusCode status, string reason, string? field)
    {
        var owner = await _server.OpenAsOwner();
        var request = Person.Request(null);
        spoil(request);
        var refused = await Refused.By(async () => await _server.Users.CreateUserAsync(request, owner.Headers));
        (refused.Status, refused.Reason, refused.Field).ShouldBe((status, reason, field), what);
        (await fixture.Sql("select count(*) from users where tenant_id = $1", owner.Factory.TenantId)).ShouldBe(["1"]);
    }

    [Fact]
    public async Task One_address_may_be_somebody_in_every_tenant()
    {
        var (one, two) = (await _server.OpenAsOwner(), await _server.OpenAsOwner());
        (await one.Create("same@people.example")).Id.ShouldNotBe((await two.Create("same@people.example")).Id);
    }

    [Fact]
    public async Task A_plans_limit_holds_for_fifty_at_once()
    {
        var owner = await _server.OpenAsOwner();
        fixture.Tenancy.MaxUsers[owner.Factory.TenantId] = 4;
        var created = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => Attempt(() => owner.Create())));
        created.Count(reason => reason is null).ShouldBe(3);
        created.Where(reason => reason is not null).ShouldAllBe(reason => reason == "PLAN_LIMIT_EXCEEDED");
    }

    [Fact]
    public async Task Who_is_deleted_makes_room_for_another()
    {
        var owner = await _server.OpenAsOwner();
        fixture.Tenancy.MaxUsers[owner.Factory.TenantId] = 2;
        var user = await owner.Create();
        (await Refused.By(() => owner.Create())).Reason.ShouldBe("PLAN_LIMIT_EXCEEDED");
        await owner.Delete(user.Id);
        await owner.Create();
    }

    [Fact]
    public async Task A_list_comes_in_order_page_by_page_and_filtered()
    {
        var owner = await _server.OpenAsOwner();
        await owner.Create("b@people.example", Kind.Customer);
        await owner.Create("a@people.example");
        var inactive = await owner.Create("c@people.example");
        await owner.Update(inactive.Id, r => r.Status = Status.Inactive);
        (await List(owner)).ShouldBe(["owner@factory.example", "b@people.example", "a@people.example", "c@people.example"]);
        (await List(owner, r => r.Kind = Kind.Customer)).ShouldBe(["b@people.example"]);
        (await List(owner, r => r.Status = Status.Inactive)).ShouldBe(["c@people.example"]);
        (await List(owner, r => r.Email = " C@People.Example ")).ShouldBe(["c@people.example"]);
        (await List(owner, r => r.Email = "d@people.example")).ShouldBeEmpty();
        (await List(owner, r => (r.Kind, r.Status) = (Kind.Customer, Status.Inactive))).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_change_touches_what_it_names_and_nothing_else()
    {
        var owner = await _server.OpenAsOwner();
        var user = await owner.Create(roles: "worker");
        var renamed = await owner.Update(user.Id, r => r.Name = "Another name");
        (renamed.Name, renamed.Email, renamed.Roles, renamed.Etag).ShouldBe(("Another name", user.Email, ["worker"], "2"));
        var promoted = await owner.Update(user.Id, r => { r.Name = "ignored"; r.Roles.Add(["supervisor", "Worker"]); r.UpdateMask = new() { Paths = { "roles" } }; });
        (promoted.Name, promoted.Roles).ShouldBe(("Another name", ["supervisor", "worker"]));
        (await owner.Update(user.Id, r => r.UpdateMask = new() { Paths = { "roles" } })).Roles.ShouldBeEmpty();
        (await owner.Look(user.Id)).Etag.ShouldBe("4");
    }

    [Fact]
    public async Task A_change_that_changes_nothing_leaves_no_trace()
    {
        var owner = await _server.OpenAsOwner();
        var user = await owner.Create(roles: "worker");
        (await owner.Update(user.Id, r => { r.Name = user.Name; r.Roles.Add("worker"); })).ShouldBe(user);
        (await fixture.Sql("select action from audit_entries where tenant_id = $1 and entity_id = $2", owner.Factory.TenantId, Guid.Parse(user.Id))).ShouldBe(["user.created"]);
    }

    /// <summary>What is wrong with a change that is otherwise fine.</summary>
    public static TheoryData<string, Action<UpdateUserRequest>, string, string?> BadChanges => new()
    {
        { "an unknown field", r => r.UpdateMask = new() { Paths = { "kind" } }, "INVALID_INPUT", "update_mask" },
        { "a field named and not given", r => r.UpdateMask = new() { Paths = { "email" } }, "INVALID_INPUT", "email" },
        { "no status", r => r.Status = Status.Unspecified, "INVALID_INPUT", "status" },
        { "a vendor of staff", r => r.VendorId = Guid.NewGuid().ToString(), "INVALID_INPUT", "vendor_id" },
        { "a vendor that is no id", r => r.VendorId = "x", "INVALID_INPUT", "vendor_id" },
        { "an older state", r => (r.Name, r.Etag) = ("New", "0"), "ETAG_MISMATCH", "etag" },
        { "an unknown role", r => r.Roles.Add("foreman"), "ROLE_NOT_FOUND", "roles[0]" },
        { "a factory without access", r => r.DefaultFactoryId = Guid.NewGuid().ToString(), "FACTORY_ACCESS_NOT_FOUND", "default_factory_id" },
        { "an address that is taken", r => r.Email = "owner@factory.example", "USER_EMAIL_TAKEN", "email" },
    };

    [Theory]
    [MemberData(nameof(BadChanges))]
    public async Task A_change_is_refused(string what, Action<UpdateUserRequest> change, string reason, string? field)
    {
        var owner = await _server.OpenAsOwner();
        var user = await owner.Create();
        var refused = await Refused.By(() => owner.Update(user.Id, change));
        (refused.Reason, refused.Field).ShouldBe((reason, field), what);
        (await owner.Look(user.Id)).ShouldBe(user);
    }

    [Fact]
    public async Task A_customer_is_not_given_a_role_of_staff()
    {
        var owner = await _server.OpenAsOwner();
        var customer = await owner.Create(kind: Kind.Customer, roles: "Viewer");
        (await Refused.By(() => owner.Update(customer.Id, r => r.Roles.Add("supervisor")))).ShouldSay(StatusCode.InvalidArgument, "PERMISSION_NOT_FOR_KIND");
        (await Refused.By(() => owner.Grant(customer.Id, ["jobs:read:all"]))).ShouldSay(StatusCode.InvalidArgument, "PERMISSION_NOT_FOR_KIND");
        var vendor = await owner.Create(kind: Kind.Vendor, roles: "vendor");
        (await Refused.By(() => owner.Grant(vendor.Id, ["tasks:read:all"]))).ShouldSay(StatusCode.InvalidArgument, "PERMISSION_NOT_FOR_KIND");
    }

    [Fact]
    public async Task Who_is_deactivated_is_out_at_once_and_comes_back_when_active_again()
    {
        var owner = await _server.OpenAsOwner();
        var user = await owner.Create(password: Person.Password, roles: "worker");
        var session = await _server.SignIn(owner.Factory.Slug, user.Email, Person.Password);
        await owner.Update(user.Id, r => r.Status = Status.Inactive);
        (await Refused.By(() => _server.Refresh(session.RefreshToken))).Reason.ShouldBe("SESSION_ENDED");
        (await Refused.By(() => owner.SignIn(user))).Reason.ShouldBe("SIGN_IN_REFUSED");
        (await Cutoffs(user.Id)).ShouldBe((1, 1));
        await owner.Update(user.Id, r => r.Status = Status.Active);
        await owner.SignIn(user);
    }

    [Fact]
    public async Task Other_roles_and_grants_outdate_the_tokens_and_the_next_refresh_has_them()
    {
        var owner = await _server.OpenAsOwner();
        var user = await owner.Create(password: Person.Password, roles: "worker");
        var session = await _server.SignIn(owner.Factory.Slug, user.Email, Person.Password);
        var before = await _server.Caller(session.AccessToken);
        await owner.Grant(user.Id, ["payments:read:all"], ["articles:*:*"]);
        (await Cutoffs(user.Id)).ShouldBe((1, 0));
        var after = await _server.Caller((await _server.Refresh(session.RefreshToken)).AccessToken);
        (before.Holds(Permission.Parse("payments:read:all")), after.Holds(Permission.Parse("payments:read:all"))).ShouldBe((false, true));
        (before.Holds(Permission.Parse("articles:read:all")), after.Holds(Permission.Parse("articles:read:all"))).ShouldBe((true, false));
        after.TokenVersion.ShouldBe(before.TokenVersion + 1);
    }

    [Fact]
    public async Task Who_is_deleted_is_gone_with_all_that_hangs_on_them()
    {
        var owner = await _server.OpenAsOwner();
        var user = await owner.Create(password: Person.Password, roles: "worker");
        var session = await _server.SignIn(owner.Factory.Slug, user.Email, Person.Password);
        await owner.Delete(user.Id);
        (await Refused.By(() => owner.Look(user.Id))).ShouldSay(StatusCode.NotFound, "USER_NOT_FOUND");
        (await Refused.By(() => owner.Delete(user.Id))).ShouldSay(StatusCode.NotFound, "USER_NOT_FOUND");
        (await Refused.By(() => _server.Refresh(session.RefreshToken))).Reason.ShouldBe("SESSION_ENDED");
        (await Cutoffs(user.Id)).ShouldBe((1, 0));
        foreach (var table in new[] { "user_roles", "sessions" })
            (await fixture.Sql($"select count(*) from {table} where user_id = $1", Guid.Parse(user.Id))).ShouldBe(["0"], table);
        (await owner.Create(user.Email)).Id.ShouldNotBe(user.Id);
    }

    [Fact]
    public async Task Every_change_is_audited_with_what_was_and_became_and_never_a_password()
    {
        var owner = await _server.OpenAsOwner();
        var user = await owner.Create(password: Person.Password, roles: "worker");
        await owner.Update(user.Id, r => r.Name = "Another name");
        await owner.Grant(user.Id, ["jobs:create:all"]);
        await owner.Delete(user.Id);
        var entries = await fixture.Sql(
            "select action || ' ' || actor_id || ' ' || changes::text from audit_entries where tenant_id = $1 and entity_id = $2 order by time", owner.Factory.TenantId, Guid.Parse(user.Id));
        entries.Select(e => e.Split(' ')[0]).ShouldBe(["user.created", "user.updated", "user.updated", "user.deleted"]);
        entries.ShouldAllBe(e => e.Contains(owner.Id) && !e.Contains(Person.Password) && !e.Contains("pbkdf2"));
        // What is kept for ever shows that the name changed, and not what it is.
        entries[1].ShouldContain("\"after\": {\"etag\": \"2\", \"name\": \"A*** ");
        entries.ShouldAllBe(e => !e.Contains("Another name") && !e.Contains(user.Email));
    }

    // How many cutoffs there are about the user, and how many about sessions of theirs.
    private async Task<(int User, int Sessions)> Cutoffs(string user)
    {
        var ofUser = await fixture.Sql("select count(*) from token_cutoffs where user_id = $1", Guid.Parse(user));
        var ofSessions = await fixture.Sql("select count(*) from token_cutoffs c join sessions s on s.id = c.session_id where s.user_id = $1", Guid.Parse(user));
        return (int.Parse(ofUser[0]), int.Parse(ofSessions[0]));
    }

    private async Task<List<string>> List(Person caller, Action<ListUsersRequest>? filter = null)
    {
        var (found, token) = (new List<string>(), "");
        do
        {
            var request = new ListUsersRequest { PageSize = 2, PageToken = token };
            filter?.Invoke(request);
            var page = await _server.Users.ListUsersAsync(request, caller.Headers);
            found.AddRange(page.Users.Select(u => u.Email));
            token = page.NextPageToken;
        }
        while (token.Length > 0);
        return found;
    }

    internal static async Task<string?> Attempt(Func<Task> call)
    {
        try
        {
            await call();
            return null;
        }
        catch (RpcException refused)
        {
            return Refused.Of(refused).Reason;
        }
    }
}
