using FactoryFlow.Identity.Tests.Support;
using FactoryFlow.Identity.V1;
using FactoryFlow.Options.V1;
using Grpc.Core;

namespace FactoryFlow.Identity.Tests.Owners;

public sealed class CreateOwnerTests(IdentityFixture fixture)
{
    private readonly IdentityServer _server = fixture.Server;

    [Fact]
    public async Task An_owner_signs_in_under_the_tenants_slug_as_its_admin()
    {
        var factory = await _server.OpenFactory();
        var session = await _server.SignIn(factory);
        var caller = await _server.Caller(session.AccessToken);
        (caller.TenantId, caller.Subject, caller.Kind).ShouldBe((factory.TenantId, factory.OwnerId, Access.Types.Kind.Staff));
        caller.Roles.ShouldBe(["admin"]);
        (session.User.Name, session.User.Id).ShouldBe(("Owner", factory.OwnerId.ToString()));
    }

    [Fact]
    public async Task Asked_twice_it_answers_the_same_user_and_keeps_the_first_password()
    {
        var request = People.Request(Guid.CreateVersion7(), People.NewSlug());
        var first = await _server.CreateOwner(request);
        var again = new CreateOwnerRequest(request) { Email = request.Email.ToUpperInvariant(), Password = "quite another password" };
        (await _server.CreateOwner(again)).ShouldBe(first);
        await _server.SignIn(request.TenantSlug, request.Email, request.Password);
    }

    [Fact]
    public async Task Asked_many_times_at_once_it_creates_one_user()
    {
        var token = await _server.AdminToken;
        var request = People.Request(Guid.CreateVersion7(), People.NewSlug());
        var ids = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => _server.CreateOwner(request, token)));
        ids.Distinct().ShouldHaveSingleItem();
        (await fixture.Sql("select count(*) from audit_entries where tenant_id = $1 and action = 'owner.created'", Guid.Parse(request.TenantId))).ShouldBe(["1"]);
    }

    [Fact]
    public async Task The_tenant_begins_with_its_system_roles()
    {
        var factory = await _server.OpenFactory();
        (await fixture.Sql("select name from roles where tenant_id = $1 and is_system order by name", factory.TenantId)).ShouldBe(["admin", "supervisor", "worker"]);
    }

    [Fact]
    public async Task A_slug_of_another_tenant_is_refused_and_nothing_is_kept()
    {
        var factory = await _server.OpenFactory();
        var late = Guid.CreateVersion7();
        var refused = await Refused.By(() => _server.CreateOwner(People.Request(late, factory.Slug)));
        refused.ShouldSay(StatusCode.AlreadyExists, "TENANT_SLUG_TAKEN");
        refused.Fields.ShouldBe(["tenant_slug"]);
        (await fixture.Sql("select id from users where tenant_id = $1", late)).ShouldBeEmpty();
    }

    [Fact]
    public async Task The_same_address_may_own_two_tenants()
    {
        var (one, two) = (await _server.OpenFactory(), await _server.OpenFactory());
        (await _server.Caller((await _server.SignIn(one)).AccessToken)).TenantId.ShouldBe(one.TenantId);
        (await _server.Caller((await _server.SignIn(two)).AccessToken)).TenantId.ShouldBe(two.TenantId);
    }

    [Fact]
    public async Task A_tenants_own_admin_may_not()
    {
        var token = (await _server.SignIn(await _server.OpenFactory())).AccessToken;
        (await Refused.By(() => _server.CreateOwner(People.Request(Guid.CreateVersion7(), People.NewSlug()), token))).ShouldSay(StatusCode.PermissionDenied, "CALLER_KIND_REFUSED");
    }

    [Fact]
    public async Task Nobody_may_without_a_token() =>
        (await Refused.By(async () => await _server.Owners.CreateOwnerAsync(People.Request(Guid.CreateVersion7(), "x")))).ShouldSay(StatusCode.Unauthenticated, "TOKEN_MISSING");

    public static TheoryData<string, CreateOwnerRequest> Faulty => new()
    {
        { "tenant_id", new(Good) { TenantId = "" } },
        { "tenant_id", new(Good) { TenantId = "42" } },
        { "tenant_id", new(Good) { TenantId = Guid.Empty.ToString() } },
        { "tenant_slug", new(Good) { TenantSlug = "Not A Slug" } },
        { "email", new(Good) { Email = "nobody" } },
        { "password", new(Good) { Password = "elevenchars" } },
        { "password", new(Good) { Password = new string('p', 129) } },
        { "name", new(Good) { Name = "" } },
        { "name", new(Good) { Name = "nul\0" } },
    };

    [Theory]
    [MemberData(nameof(Faulty))]
    public async Task A_field_at_fault_is_named(string field, CreateOwnerRequest request)
    {
        var refused = await Refused.By(() => _server.CreateOwner(request));
        refused.ShouldSay(StatusCode.InvalidArgument, "INVALID_INPUT");
        refused.Fields.ShouldBe([field]);
    }

    private static CreateOwnerRequest Good => People.Request(new Guid("0195531a-0000-7000-8000-00000000000f"), "good");
}
