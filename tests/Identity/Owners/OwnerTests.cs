using FactoryFlow.Events.Identity;
using FactoryFlow.Events.Tenancy;
using FactoryFlow.Identity.Owners;
using FactoryFlow.Identity.Tests.Support;
using FactoryFlow.Identity.V1;
using FactoryFlow.Options.V1;
using Grpc.Core;

namespace FactoryFlow.Identity.Tests.Owners;

public sealed class OwnerTests(IdentityFixture fixture)
{
    private readonly IdentityServer _server = fixture.Server;
    private readonly Guid _tenant = Guid.CreateVersion7();

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
    public async Task Nobody_signs_in_by_a_preparation()
    {
        var owner = People.Owner(_tenant, People.NewSlug());
        await _server.Prepare(owner);
        (await Refused.By(() => _server.SignIn(owner.TenantSlug, owner.Email, owner.Password))).Reason.ShouldBe("SIGN_IN_REFUSED");
    }

    [Fact]
    public async Task What_was_prepared_last_holds()
    {
        var owner = People.Owner(_tenant, People.NewSlug());
        await _server.Prepare(owner);
        var last = new PrepareOwnerRequest(owner) { Email = "Last@Factory.Example", Password = "quite another password", Name = "Last" };
        await _server.Prepare(last);
        await _server.Request(owner);
        (await _server.SignIn(owner.TenantSlug, "last@factory.example", last.Password)).User.Name.ShouldBe("Last");
        (await fixture.Sql("select id from users where tenant_id = $1", _tenant)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task The_answer_names_the_user_and_nothing_secret_travels()
    {
        var factory = await _server.OpenFactory();
        var fact = (await Answers(factory.TenantId)).ShouldHaveSingleItem();
        fact.ShouldContain(factory.OwnerId.ToString());
        fact.ShouldNotContain("pbkdf2");
        (await fixture.Sql("select 1 from prepared_owners where tenant_id = $1", factory.TenantId)).ShouldBeEmpty("the hash waits only until it is used");
    }

    [Fact]
    public async Task A_request_that_comes_twice_is_answered_once_and_another_one_finds_nobody()
    {
        var owner = People.Owner(_tenant, People.NewSlug());
        await _server.Prepare(owner);
        var requested = People.Requested(owner);
        await _server.Handle<OwnerRequested, CreateOnOwnerRequested>(requested, requested);
        await _server.Handle<OwnerRequested, CreateOnOwnerRequested>(requested);
        await _server.Handle<OwnerRequested, CreateOnOwnerRequested>(People.Requested(owner));
        (await Answers(_tenant)).Count(a => a.Contains(OwnerRefused.NotPrepared)).ShouldBe(1);
        (await fixture.Sql("select count(*) from users where tenant_id = $1", _tenant)).ShouldBe(["1"]);
    }

    [Fact]
    public async Task A_slug_of_another_tenant_is_refused_before_anything_is_kept()
    {
        var factory = await _server.OpenFactory();
        var refused = await Refused.By(() => _server.Prepare(People.Owner(_tenant, factory.Slug)));
        refused.ShouldSay(StatusCode.AlreadyExists, "TENANT_SLUG_TAKEN");
        refused.Fields.ShouldBe(["tenant_slug"]);
        (await fixture.Sql("select 1 from prepared_owners where tenant_id = $1", _tenant)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_slug_that_another_tenant_took_meanwhile_is_refused_and_nothing_is_kept()
    {
        var (first, late) = (People.Owner(Guid.CreateVersion7(), People.NewSlug()), People.Owner(_tenant, People.NewSlug()));
        late.TenantSlug = first.TenantSlug;
        foreach (var owner in new[] { first, late }) await _server.Prepare(owner);
        foreach (var owner in new[] { first, late }) await _server.Request(owner);
        (await Answers(_tenant)).ShouldHaveSingleItem().ShouldContain("TENANT_SLUG_TAKEN");
        (await Left(_tenant)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_tenant_that_has_its_owner_is_not_prepared_again()
    {
        var factory = await _server.OpenFactory();
        (await Refused.By(() => _server.Prepare(People.Owner(factory.TenantId, factory.Slug)))).ShouldSay(StatusCode.Aborted, "CONFLICT");
        await _server.SignIn(factory);
    }

    [Fact]
    public async Task A_tenant_that_is_withdrawn_leaves_nothing_and_its_slug_is_free()
    {
        var factory = await _server.OpenFactory();
        var owner = await _server.AsOwner(factory);
        // All that can be done before the tenant is open.
        await owner.Invite("guest@people.example", "worker");
        await owner.MakeKey("users:read:all");
        await _server.Handle<TenantWithdrawn, UndoOnTenantWithdrawn>(Withdrawn(factory.TenantId));
        (await Left(factory.TenantId)).ShouldBeEmpty();
        await _server.Prepare(People.Owner(_tenant, factory.Slug));
    }

    [Fact]
    public async Task A_withdrawal_that_overtakes_the_request_leaves_nobody_to_be_made()
    {
        var owner = People.Owner(_tenant, People.NewSlug());
        await _server.Prepare(owner);
        await _server.Handle<TenantWithdrawn, UndoOnTenantWithdrawn>(Withdrawn(_tenant));
        await _server.Request(owner);
        (await Answers(_tenant)).ShouldHaveSingleItem().ShouldContain(OwnerRefused.NotPrepared);
        (await Left(_tenant)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Request_and_withdrawal_at_once_leave_nothing_whoever_is_first()
    {
        for (var round = 0; round < 20; round++)
        {
            var owner = People.Owner(Guid.CreateVersion7(), People.NewSlug());
            await _server.Prepare(owner);
            var tenant = Guid.Parse(owner.TenantId);
            await Task.WhenAll(_server.Request(owner), _server.Handle<TenantWithdrawn, UndoOnTenantWithdrawn>(Withdrawn(tenant)));
            (await Left(tenant)).ShouldBeEmpty();
        }
    }

    [Fact]
    public async Task Who_was_prepared_an_hour_ago_is_forgotten()
    {
        var (old, fresh) = (People.Owner(_tenant, People.NewSlug()), People.Owner(Guid.CreateVersion7(), People.NewSlug()));
        foreach (var owner in new[] { old, fresh }) await _server.Prepare(owner);
        await fixture.Sql("update prepared_owners set prepare_time = prepare_time - interval '1 hour' where tenant_id = $1", _tenant);
        await _server.Request(old);
        (await Answers(_tenant)).ShouldHaveSingleItem().ShouldContain(OwnerRefused.NotPrepared);
        await using var another = await fixture.Another();
        await Eventually(() => Left(_tenant), left => left.Count == 0);
        (await Left(Guid.Parse(fresh.TenantId))).ShouldBe(["prepared_owners"]);
    }

    [Fact]
    public async Task The_tenant_begins_with_its_system_roles()
    {
        var factory = await _server.OpenFactory();
        (await fixture.Sql("select name from roles where tenant_id = $1 and is_system order by name", factory.TenantId)).ShouldBe(["Buyer", "Portal Admin", "Viewer", "admin", "supervisor", "vendor", "worker"]);
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
        (await Refused.By(() => _server.Prepare(People.Owner(_tenant, People.NewSlug()), token))).ShouldSay(StatusCode.PermissionDenied, "CALLER_KIND_REFUSED");
    }

    [Fact]
    public async Task Nobody_may_without_a_token() =>
        (await Refused.By(async () => await _server.Owners.PrepareOwnerAsync(People.Owner(_tenant, "x")))).ShouldSay(StatusCode.Unauthenticated, "TOKEN_MISSING");

    public static TheoryData<string, PrepareOwnerRequest> Faulty => new()
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
    public async Task A_field_at_fault_is_named(string field, PrepareOwnerRequest request)
    {
        var refused = await Refused.By(() => _server.Prepare(request));
        refused.ShouldSay(StatusCode.InvalidArgument, "INVALID_INPUT");
        refused.Fields.ShouldBe([field]);
    }

    private static PrepareOwnerRequest Good => People.Owner(new Guid("0195531a-0000-7000-8000-00000000000f"), "good");

    private static TenantWithdrawn Withdrawn(Guid tenant) =>
        new() { EventId = Guid.CreateVersion7(), TenantId = tenant, OccurredAt = DateTimeOffset.UnixEpoch, Slug = "any", Reason = "TENANT_OPENING_OVERDUE" };

    // The tests' identity has no broker: what it publishes stays in its outbox.
    private Task<List<string>> Answers(Guid tenant) => fixture.Sql("select body from outbox where tenant_id = $1 and type like '%.Owner%' order by sequence", tenant);

    /// <summary>The tables that still hold something of a tenant's.</summary>
    private Task<List<string>> Left(Guid tenant) => fixture.Sql("""
        select 'tenants' from tenants where tenant_id = $1 union all select 'users' from users where tenant_id = $1
        union all select 'roles' from roles where tenant_id = $1 union all select 'user_roles' from user_roles where tenant_id = $1
        union all select 'invitations' from invitations where tenant_id = $1 union all select 'api_keys' from api_keys where tenant_id = $1
        union all select 'signups' from signups where tenant_id = $1 union all select 'limit_counters' from limit_counters where tenant_id = $1
        union all select 'prepared_owners' from prepared_owners where tenant_id = $1 union all select 'sessions' from sessions where tenant_id = $1
        """, tenant);

    private static async Task Eventually<T>(Func<Task<T>> look, Func<T, bool> isRight)
    {
        for (var until = DateTime.UtcNow + Limit.Time; !isRight(await look()); await Task.Delay(50)) (DateTime.UtcNow < until).ShouldBeTrue();
    }
}
