using FactoryFlow.Identity.Cutoffs;
using FactoryFlow.Identity.Sessions;
using FactoryFlow.Identity.Tests.Support;
using FactoryFlow.Identity.V1;
using Grpc.Core;
using Npgsql;

namespace FactoryFlow.Identity.Tests.Cutoffs;

public sealed class CutoffTests(IdentityFixture fixture)
{
    private readonly IdentityServer _server = fixture.Server;

    [Fact]
    public async Task Signing_out_cuts_the_session_off()
    {
        var session = await _server.SignIn(await _server.OpenFactory());
        await _server.SignOut(session.RefreshToken);
        (await Sessions()).ShouldContain(await IdOf(session));
    }

    [Fact]
    public async Task A_refresh_token_that_is_shown_again_later_cuts_the_session_off()
    {
        var factory = await _server.OpenFactory();
        var session = await _server.SignIn(factory);
        await _server.Refresh(session.RefreshToken);
        await fixture.AfterTenSeconds(factory);
        await Refused.By(() => _server.Refresh(session.RefreshToken));
        (await Sessions()).ShouldContain(await IdOf(session));
    }

    [Fact]
    public async Task Ending_all_sessions_of_a_user_cuts_each_off_once_and_nobody_elses()
    {
        var (factory, other) = (await _server.OpenFactory(), await _server.SignIn(await _server.OpenFactory()));
        var (one, two) = (await _server.SignIn(factory), await _server.SignIn(factory));
        for (var i = 0; i < 2; i++) await Do(factory, tx => SessionStore.EndAll(tx, factory.OwnerId));
        var cut = await Sessions();
        foreach (var session in new[] { one, two }) cut.Count(id => id == IdOf(session).Result).ShouldBe(1);
        cut.ShouldNotContain(await IdOf(other));
    }

    [Fact]
    public async Task A_session_that_goes_on_is_not_cut_off()
    {
        var session = await _server.Refresh((await _server.SignIn(await _server.OpenFactory())).RefreshToken);
        (await Sessions()).ShouldNotContain(await IdOf(session));
    }

    [Fact]
    public async Task A_change_of_rights_outdates_the_tokens_before_it_and_none_behind_it()
    {
        var factory = await _server.OpenFactory();
        var before = await _server.SignIn(factory);
        await Do(factory, tx => CutoffStore.OfUser(tx, factory.OwnerId));
        var after = await _server.Refresh(before.RefreshToken);
        var least = (await Everything()).Single(c => c.UserId == factory.OwnerId.ToString()).LeastVersion;
        (await _server.Caller(before.AccessToken)).TokenVersion.ShouldBeLessThan(least);
        (await _server.Caller(after.AccessToken)).TokenVersion.ShouldBe(least);
    }

    [Fact]
    public async Task A_change_that_is_committed_while_a_token_is_made_outdates_it_rather_than_being_missed()
    {
        var factory = await _server.OpenFactory();
        var session = await _server.SignIn(factory);
        await using var change = await Change.Begin(fixture, $"update users set token_version = token_version + 1 where tenant_id = '{factory.TenantId}'");
        // The change is not committed, so the refresh sees neither it nor its version.
        var renewed = await _server.Refresh(session.RefreshToken);
        await change.Commit();
        (await _server.Caller(renewed.AccessToken)).TokenVersion.ShouldBe(0);
    }

    [Fact]
    public async Task A_change_of_a_role_outdates_the_tokens_of_everybody_who_has_it()
    {
        var (factory, other) = (await _server.OpenFactory(), await _server.OpenFactory());
        var role = Guid.Parse((await fixture.Sql("select id::text from roles where tenant_id = $1 and name = 'admin'", factory.TenantId))[0]);
        await Do(factory, tx => CutoffStore.OfRole(tx, role));
        var users = (await Everything()).Select(c => c.UserId).ToList();
        users.ShouldContain(factory.OwnerId.ToString());
        users.ShouldNotContain(other.OwnerId.ToString());
    }

    [Fact]
    public async Task Pages_hold_everything_and_the_next_pass_only_what_is_new()
    {
        var factory = await _server.OpenFactory();
        var expected = new List<string>();
        for (var i = 0; i < 5; i++) expected.Add(await SignInAndOut(factory));
        var (all, token) = await Pass("", pageSize: 2);
        expected.ShouldBeSubsetOf(all.Select(c => c.SessionId));
        var late = await SignInAndOut(factory);
        var next = (await Pass(token, pageSize: 2)).Cutoffs.Select(c => c.SessionId).ToList();
        next.ShouldContain(late);
    }

    [Fact]
    public async Task What_commits_after_a_poll_that_saw_a_later_one_is_not_missed()
    {
        var (tenant, slow) = (await _server.OpenFactory(), Guid.NewGuid());
        await using var change = await Change.Begin(
            fixture, $"insert into token_cutoffs (tenant_id, session_id, expire_time) values ('{tenant.TenantId}', '{slow}', now() + interval '1 hour')");
        var quick = await SignInAndOut(tenant);
        var (seen, token) = await Pass("");
        seen.Select(c => c.SessionId).ShouldContain(quick);
        await change.Commit();
        (await Pass(token)).Cutoffs.Select(c => c.SessionId).ShouldContain(slow.ToString());
    }

    [Fact]
    public async Task What_commits_between_two_pages_is_not_missed()
    {
        var (tenant, slow) = (await _server.OpenFactory(), Guid.NewGuid());
        await using var change = await Change.Begin(
            fixture, $"insert into token_cutoffs (tenant_id, session_id, expire_time) values ('{tenant.TenantId}', '{slow}', now() + interval '1 hour')");
        var quick = await SignInAndOut(tenant);
        var page = await Until(quick);
        await change.Commit();
        var (rest, token) = await Pass(page.NextPageToken, pageSize: 1);
        rest.Concat((await Pass(token)).Cutoffs).Select(c => c.SessionId).ShouldContain(slow.ToString());
    }

    [Fact]
    public async Task A_cursor_of_a_database_that_was_restored_since_starts_over()
    {
        var cut = await SignInAndOut(await _server.OpenFactory());
        var future = new Platform.Data.ChangeCursor<long>(long.MaxValue / 2, 0, null).ToToken();
        (await Pass(future)).Cutoffs.Select(c => c.SessionId).ShouldContain(cut);
    }

    [Fact]
    public async Task A_cut_off_is_forgotten_when_no_token_of_it_can_be_alive()
    {
        var clock = new TestClock();
        await using var server = await fixture.Apart(clock);
        var factory = await server.OpenFactory();
        var first = await IdOf(await SignedOut(server, factory), server);
        clock.Advance(TimeSpan.FromHours(8.1));
        (await Pass("", on: server)).Cutoffs.Select(c => c.SessionId).ShouldNotContain(first);
        await server.Sweep.Round(Limit.Soon());
        (await fixture.Sql(server, "select session_id::text from token_cutoffs where tenant_id = $1", factory.TenantId)).ShouldNotContain(first);
    }

    [Theory]
    [InlineData("x")]
    [InlineData("MToxLjIuMy40")]
    [InlineData("MTotMS4y")]
    [InlineData("MTox")]
    public async Task A_token_that_was_not_given_out_is_refused(string token) =>
        (await Refused.By(async () => await _server.Cutoffs.ListCutoffsAsync(new ListCutoffsRequest { PageToken = token }))).ShouldSay(StatusCode.InvalidArgument, "PAGE_TOKEN_INVALID");

    [Theory]
    [InlineData(-1)]
    [InlineData(1001)]
    public async Task A_page_has_one_to_a_thousand_cut_offs(int size) =>
        (await Refused.By(async () => await _server.Cutoffs.ListCutoffsAsync(new ListCutoffsRequest { PageSize = size }))).Fields.ShouldBe(["page_size"]);

    private async Task<ListCutoffsResponse> Until(string session)
    {
        var page = new ListCutoffsResponse();
        do page = await _server.Cutoffs.ListCutoffsAsync(new ListCutoffsRequest { PageToken = page.NextPageToken, PageSize = 1 });
        while (page.Cutoffs.Single().SessionId != session);
        return page;
    }

    private async Task<(List<Cutoff> Cutoffs, string Token)> Pass(string token, int pageSize = 0, IdentityServer? on = null)
    {
        var cutoffs = new List<Cutoff>();
        while (true)
        {
            var page = await (on ?? _server).Cutoffs.ListCutoffsAsync(new ListCutoffsRequest { PageToken = token, PageSize = pageSize });
            cutoffs.AddRange(page.Cutoffs);
            token = page.NextPageToken;
            if (!page.HasMore) return (cutoffs, token);
        }
    }

    private async Task<List<Cutoff>> Everything() => (await Pass("")).Cutoffs;

    private async Task<List<string>> Sessions() => (await Everything()).ConvertAll(c => c.SessionId);

    private async Task<string> IdOf(Session session, IdentityServer? on = null) => (await (on ?? _server).Caller(session.AccessToken)).SessionId.ToString();

    private async Task<string> SignInAndOut(Factory factory) => await IdOf(await SignedOut(_server, factory));

    private static async Task<Session> SignedOut(IdentityServer server, Factory factory)
    {
        var session = await server.SignIn(factory);
        await server.SignOut(session.RefreshToken);
        return session;
    }

    private Task Do(Factory factory, Action<Platform.Data.TenantTx> write) => _server.Db.As(factory.TenantId, tx =>
    {
        write(tx);
        return Task.FromResult(true);
    }, Limit.Soon());

    /// <summary>A transaction of somebody else's, held open.</summary>
    private sealed class Change(NpgsqlConnection connection, NpgsqlTransaction transaction) : IAsyncDisposable
    {
        public static async Task<Change> Begin(IdentityFixture fixture, string statement)
        {
            var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(fixture.Postgres.ConnectionString) { Database = fixture.Database.Name, Pooling = false }.ConnectionString);
            await connection.OpenAsync(Limit.Soon());
            var transaction = await connection.BeginTransactionAsync(Limit.Soon());
            await using var command = new NpgsqlCommand(statement, connection, transaction);
            await command.ExecuteNonQueryAsync(Limit.Soon());
            return new Change(connection, transaction);
        }

        public Task Commit() => transaction.CommitAsync(Limit.Soon());

        public ValueTask DisposeAsync() => connection.DisposeAsync();
    }
}
