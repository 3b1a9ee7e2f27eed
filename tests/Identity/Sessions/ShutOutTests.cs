using FactoryFlow.Identity.Tests.Support;
using FactoryFlow.Identity.V1;
using Grpc.Core;
using Npgsql;
using static FactoryFlow.Options.V1.Access.Types;

namespace FactoryFlow.Identity.Tests.Sessions;

/// <summary>Who has the right secret and is not let in all the same.</summary>
public sealed class ShutOutTests(IdentityFixture fixture)
{
    private readonly IdentityServer _server = fixture.Server;

    [Fact]
    public async Task A_password_that_is_replaced_while_it_is_compared_begins_no_session()
    {
        var factory = await _server.OpenFactory();
        var name = new NpgsqlConnectionStringBuilder(_server.Database.AppConnectionString).Database;
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(fixture.Postgres.ConnectionString) { Database = name }.ConnectionString);
        await connection.OpenAsync(Limit.Soon());
        await using var tx = await connection.BeginTransactionAsync(Limit.Soon());
        await Run("select 1 from users where id = $1 for update");
        var late = Refused.By(() => _server.SignIn(factory));
        // It has compared what it found, and waits for whoever changes the user.
        while ((await fixture.Sql("select 1 from pg_stat_activity where datname = $1 and wait_event_type = 'Lock' and query like '%for no key update%'", name!)).Count == 0) await Task.Delay(20, TestContext.Current.CancellationToken);
        await Run("update users set password_hash = 'another' where id = $1");
        await tx.CommitAsync(Limit.Soon());
        (await late).ShouldSay(StatusCode.Unauthenticated, "SIGN_IN_REFUSED");
        (await fixture.Sql("select 1 from sessions where tenant_id = $1", factory.TenantId)).ShouldBeEmpty();

        async Task Run(string sql)
        {
            await using var command = new NpgsqlCommand(sql, connection, tx) { Parameters = { new() { Value = factory.OwnerId } } };
            await command.ExecuteNonQueryAsync(Limit.Soon());
        }
    }

    [Fact]
    public async Task A_link_that_is_used_while_the_password_is_reset_begins_no_session_that_the_reset_does_not_end()
    {
        for (var i = 0; i < 8; i++)
        {
            var factory = await _server.OpenFactory();
            var (link, reset) = (await _server.MagicLink(factory), await _server.ResetLink(factory));
            var verified = Attempt.Of(() => _server.VerifyMagicLink(link));
            await Task.WhenAll(verified, _server.ConfirmReset(reset, "another password now"));
            (await fixture.Sql("select 1 from sessions where tenant_id = $1 and end_time is null", factory.TenantId)).ShouldBeEmpty();
        }
    }

    [Fact]
    public async Task A_link_waits_for_whoever_changes_the_user_and_sees_what_came_of_it()
    {
        var factory = await _server.OpenFactory();
        var link = await _server.MagicLink(factory);
        var name = new NpgsqlConnectionStringBuilder(_server.Database.AppConnectionString).Database;
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(fixture.Postgres.ConnectionString) { Database = name }.ConnectionString);
        await connection.OpenAsync(Limit.Soon());
        await using var tx = await connection.BeginTransactionAsync(Limit.Soon());
        await using var command = new NpgsqlCommand("update users set status = 'INACTIVE' where id = $1", connection, tx) { Parameters = { new() { Value = factory.OwnerId } } };
        await command.ExecuteNonQueryAsync(Limit.Soon());
        var late = Attempt.Of(() => _server.VerifyMagicLink(link));
        await Task.WhenAny(late, Task.Delay(TimeSpan.FromSeconds(1), TestContext.Current.CancellationToken));
        await tx.CommitAsync(Limit.Soon());
        (await late).ShouldBeOfType<Refused>().Reason.ShouldBe("LINK_INVALID");
    }

    [Fact]
    public async Task A_reset_makes_a_link_that_was_mailed_before_worthless()
    {
        var factory = await _server.OpenFactory();
        var link = await _server.MagicLink(factory);
        await _server.ConfirmReset(await _server.ResetLink(factory), "another password now");
        (await Refused.By(() => _server.VerifyMagicLink(link))).Reason.ShouldBe("LINK_INVALID");
    }

    [Theory]
    [InlineData("SUSPENDED")]
    [InlineData("INACTIVE")]
    public async Task Nobody_comes_into_a_tenant_that_is_closed_and_only_who_has_the_secret_is_told(string status)
    {
        var owner = await _server.OpenAsOwner();
        var factory = owner.Factory;
        var session = await _server.SignIn(factory);
        var link = await _server.MagicLink(factory);
        var reset = await _server.ResetLink(factory);
        fixture.Tenancy.TakesCustomers[factory.TenantId] = true;
        await _server.SignUp(factory.Slug, "customer@people.example");
        var signup = await _server.SignupLink(factory.Slug);
        // Who is added first makes the tenant's state known here.
        await owner.Invite("first@people.example", "worker");
        await _server.Accept(await owner.InvitationLink());
        await owner.Invite(roles: "worker");
        var invitation = await owner.InvitationLink(2);
        await Say(status);
        foreach (var way in new Func<Task>[] { () => _server.SignIn(factory), () => _server.Refresh(session.RefreshToken), () => _server.VerifyMagicLink(link), () => _server.Accept(invitation), () => _server.ConfirmReset(reset, "another password now") })
            (await Refused.By(way)).ShouldSay(StatusCode.PermissionDenied, "TENANT_SUSPENDED");
        (await Refused.By(() => _server.SignIn(factory, "not the right one"))).ShouldSay(StatusCode.Unauthenticated, "SIGN_IN_REFUSED");
        foreach (var way in new Func<Task>[] { () => _server.Verify(signup), () => _server.SignUp(factory.Slug, "late@people.example") })
            (await Refused.By(way)).ShouldSay(StatusCode.PermissionDenied, "SIGNUP_REFUSED");
        await _server.RequestMagicLink(factory.Slug, factory.Email);
        await Eventually.Is(["NOBODY"], () => fixture.Sql("select outcome from mails where tenant_id = $1 and end_time is not null order by create_time desc limit 1", factory.TenantId));
        await Say("ACTIVE");
        await _server.Refresh(session.RefreshToken);
        await _server.VerifyMagicLink(link);
        await _server.Accept(invitation);
        await _server.Verify(signup);
        await _server.ConfirmReset(reset, "another password now");

        Task Say(string now) => fixture.Sql("update tenant_states set state = state || jsonb_build_object('status', $2) where tenant_id = $1 returning 1", factory.TenantId, now);
    }

    [Fact]
    public async Task A_program_makes_and_invites_nobody_even_without_any_right()
    {
        var owner = await _server.OpenAsOwner();
        var token = (await _server.Exchange((await owner.MakeKey("users:create:all")).ApiKey_)).AccessToken;
        var made = () => _server.Users.CreateUserAsync(new CreateUserRequest { Email = "made@people.example", Name = "Made", Password = Person.Password, Kind = Kind.Staff }, Person.Bearing(token), cancellationToken: TestContext.Current.CancellationToken).ResponseAsync;
        (await Refused.By(made)).ShouldSay(StatusCode.PermissionDenied, "PERMISSION_NOT_HELD");
        var invited = () => _server.Invitations.CreateInvitationAsync(new CreateInvitationRequest { Email = "made@people.example", Name = "Made", Kind = Kind.Staff }, Person.Bearing(token), cancellationToken: TestContext.Current.CancellationToken).ResponseAsync;
        (await Refused.By(invited)).ShouldSay(StatusCode.PermissionDenied, "PERMISSION_NOT_HELD");
    }
}
