using FactoryFlow.Identity.Sessions;
using FactoryFlow.Identity.Tests.Support;
using Grpc.Core;

namespace FactoryFlow.Identity.Tests.Sessions;

public sealed class SignInTests(IdentityFixture fixture)
{
    private const string Wrong = "a wrong password";
    private readonly IdentityServer _server = fixture.Server;

    [Fact]
    public async Task A_session_lasts_fifteen_minutes_and_names_its_user()
    {
        var session = await _server.SignIn(await _server.OpenFactory());
        (session.ExpiresIn, session.TokenType).ShouldBe((900, "Bearer"));
        (await _server.Caller(session.AccessToken)).SessionId.ShouldNotBe(Guid.Empty);
    }

    [Fact]
    public async Task A_sign_in_is_announced_and_a_refused_one_is_not()
    {
        var factory = await _server.OpenFactory();
        await Refused.By(() => _server.SignIn(factory, Wrong));
        var session = await _server.SignIn(factory);
        var announced = await fixture.Sql("select body::jsonb->>'userId' from outbox where tenant_id = $1 and type like '%.SignedIn'", factory.TenantId);
        announced.ShouldBe([session.User.Id]);
    }

    [Fact]
    public async Task The_address_counts_in_any_case_and_without_the_blanks_around_it()
    {
        var factory = await _server.OpenFactory();
        (await _server.SignIn(factory.Slug, " OWNER@Factory.Example ", factory.Password)).User.Email.ShouldBe(factory.Email);
    }

    [Fact]
    public async Task Whatever_is_wrong_the_answer_is_the_same()
    {
        var (one, two, inactive) = (await _server.OpenFactory(), await _server.OpenFactory(), await _server.OpenFactory());
        await fixture.Sql("update users set status = 'INACTIVE' where tenant_id = $1", inactive.TenantId);
        Func<Task>[] attempts =
        [
            () => _server.SignIn(one, Wrong),
            () => _server.SignIn(one.Slug, "nobody@factory.example", one.Password),
            () => _server.SignIn(People.NewSlug(), one.Email, one.Password),
            () => _server.SignIn("no slug at all!", one.Email, one.Password),
            () => _server.SignIn("", one.Email, one.Password),
            () => _server.SignIn(two.Slug, IdentityServer.AdminEmail, IdentityServer.AdminPassword),
            () => _server.SignIn(People.NewSlug(), IdentityServer.AdminEmail, IdentityServer.AdminPassword),
            () => _server.SignIn(inactive),
        ];
        var refusals = await Task.WhenAll(attempts.Select(Refused.By));
        refusals.ShouldAllBe(r => r.Status == StatusCode.Unauthenticated && r.Reason == "SIGN_IN_REFUSED" && r.Message == refusals[0].Message);
    }

    [Fact]
    public async Task Five_failures_lock_the_address_even_for_the_right_password_and_for_nobody_else()
    {
        var (factory, other) = (await _server.OpenFactory(), await _server.OpenFactory());
        await Fail(_server, factory.Slug, factory.Email, 5);
        var refused = await Refused.By(() => _server.SignIn(factory));
        refused.ShouldSay(StatusCode.PermissionDenied, "ACCOUNT_LOCKED");
        refused.RetryAfter.ShouldNotBeNull().ShouldBeInRange(TimeSpan.FromMinutes(14), SignInLock.Duration);
        await _server.SignIn(other);
    }

    [Fact]
    public async Task An_address_that_nobody_has_is_locked_alike()
    {
        var factory = await _server.OpenFactory();
        await Fail(_server, factory.Slug, "nobody@factory.example", 5);
        (await Refused.By(() => _server.SignIn(factory.Slug, "nobody@factory.example", Wrong))).ShouldSay(StatusCode.PermissionDenied, "ACCOUNT_LOCKED");
        var slug = People.NewSlug();
        await Fail(_server, slug, factory.Email, 5);
        (await Refused.By(() => _server.SignIn(slug, factory.Email, Wrong))).ShouldSay(StatusCode.PermissionDenied, "ACCOUNT_LOCKED");
    }

    [Fact]
    public async Task A_lock_ends_after_fifteen_minutes_and_the_count_begins_again()
    {
        var clock = new TestClock();
        await using var server = await fixture.Apart(clock);
        var factory = await server.OpenFactory();
        await Fail(server, factory.Slug, factory.Email, 5);
        clock.Advance(SignInLock.Duration - TimeSpan.FromSeconds(5));
        (await Refused.By(() => server.SignIn(factory))).Reason.ShouldBe("ACCOUNT_LOCKED");
        clock.Advance(TimeSpan.FromSeconds(5));
        await Fail(server, factory.Slug, factory.Email, 4);
        await server.SignIn(factory);
    }

    [Fact]
    public async Task Signing_in_forgets_the_failures_before()
    {
        var factory = await _server.OpenFactory();
        await Fail(_server, factory.Slug, factory.Email, 4);
        await _server.SignIn(factory);
        await Fail(_server, factory.Slug, factory.Email, 4);
        await _server.SignIn(factory);
    }

    [Fact]
    public async Task Guesses_at_once_do_not_outrun_the_lock()
    {
        var factory = await _server.OpenFactory();
        var refusals = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Refused.By(() => _server.SignIn(factory, Wrong))));
        refusals.Count(r => r.Reason == "SIGN_IN_REFUSED").ShouldBeInRange(5, 5 + Environment.ProcessorCount);
        (await Refused.By(() => _server.SignIn(factory))).Reason.ShouldBe("ACCOUNT_LOCKED");
    }

    [Fact]
    public async Task A_password_stored_with_weaker_parameters_is_hashed_again_on_sign_in()
    {
        var factory = await _server.OpenFactory();
        var weak = new Identity.Users.PasswordHash(1_000).Of(factory.Password);
        await fixture.Sql("update users set password_hash = $2 where tenant_id = $1", factory.TenantId, weak);
        await _server.SignIn(factory);
        (await fixture.Sql("select password_hash from users where tenant_id = $1", factory.TenantId)).ShouldHaveSingleItem().ShouldNotBe(weak);
        await _server.SignIn(factory);
    }

    [Fact]
    public async Task Success_failure_and_lock_are_written_down_in_the_tenant()
    {
        var factory = await _server.OpenFactory();
        await _server.SignIn(factory);
        await Fail(_server, factory.Slug, factory.Email, 5);
        var actions = await fixture.Sql(
            "select action || ' ' || actor_kind || ' ' || (remote_address is not null) from audit_entries where tenant_id = $1 and entity_id = $2 and action <> 'owner.created' order by id",
            factory.TenantId, factory.OwnerId);
        actions.Order().ShouldBe(["session.began ANONYMOUS true", .. Enumerable.Repeat("session.sign_in_refused ANONYMOUS true", 5), "user.locked ANONYMOUS true"]);
    }

    [Fact]
    public async Task A_lock_is_announced_whether_or_not_anybody_has_the_address()
    {
        var factory = await _server.OpenFactory();
        await Fail(_server, factory.Slug, factory.Email, 5);
        await Fail(_server, factory.Slug, "nobody@factory.example", 5);
        var announced = await fixture.Sql("select coalesce(body::jsonb->>'userId', 'nobody') from outbox where tenant_id = $1 and type like '%UserLocked' order by sequence", factory.TenantId);
        announced.ShouldBe([factory.OwnerId.ToString(), "nobody"]);
    }

    [Fact]
    public async Task Nothing_secret_is_kept_anywhere_in_the_database()
    {
        var factory = await _server.OpenFactory();
        var session = await _server.SignIn(factory);
        foreach (var table in await fixture.Sql("select table_name from information_schema.tables where table_schema = 'public'"))
            foreach (var secret in new[] { factory.Password, session.RefreshToken, session.AccessToken })
                (await fixture.Sql($"select 1 from \"{table}\" t where t::text like '%' || $1 || '%' or t::text like '%' || encode($2, 'hex') || '%'", secret, System.Text.Encoding.UTF8.GetBytes(secret)))
                    .ShouldBeEmpty(table);
    }

    [Theory]
    [InlineData("", "", "password", "email")]
    [InlineData("", "nobody", "password", "email")]
    [InlineData("", "a@b", "", "password")]
    [InlineData("nul\0", "a@b", "password", "tenant")]
    [InlineData("", "a\0@b", "password", "email")]
    public async Task A_field_at_fault_is_named(string tenant, string email, string password, string field)
    {
        var refused = await Refused.By(() => _server.SignIn(tenant, email, password));
        refused.ShouldSay(StatusCode.InvalidArgument, "INVALID_INPUT");
        refused.Fields.ShouldBe([field]);
    }

    private static async Task Fail(IdentityServer server, string slug, string email, int times)
    {
        for (var i = 0; i < times; i++) (await Refused.By(() => server.SignIn(slug, email, Wrong))).Reason.ShouldBe("SIGN_IN_REFUSED");
    }
}
