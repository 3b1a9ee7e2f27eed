using FactoryFlow.Identity.Sessions;
using FactoryFlow.Identity.Tests.Support;
using FactoryFlow.Identity.V1;
using FactoryFlow.Options.V1;
using Grpc.Core;

namespace FactoryFlow.Identity.Tests.Sessions;

public sealed class SessionListTests(IdentityFixture fixture)
{
    private readonly IdentityServer _server = fixture.Server;

    [Fact]
    public async Task One_sees_ones_own_sessions_newest_first_and_which_of_them_asks()
    {
        var factory = await _server.OpenFactory();
        var (older, newer) = (await _server.SignIn(factory), await _server.SignIn(factory));
        var list = (await List(older)).Sessions;
        list.Select(session => session.Id).ShouldBe([await IdOf(newer), await IdOf(older)]);
        list.Select(session => session.IsCurrent).ShouldBe([false, true]);
        list.ShouldAllBe(session => session.UserId == factory.OwnerId.ToString() && session.RemoteAddress == "127.0.0.1" && session.UserAgent.StartsWith("grpc-dotnet/"));
    }

    [Fact]
    public async Task A_session_is_shown_as_it_was_last_used()
    {
        var session = await _server.SignIn(await _server.OpenFactory());
        var headers = new Metadata { { "user-agent", "A phone" }, { "x-forwarded-for", "198.51.100.7" } };
        session = await _server.Sessions.RefreshSessionAsync(new RefreshSessionRequest { RefreshToken = session.RefreshToken }, headers, cancellationToken: TestContext.Current.CancellationToken);
        var shown = (await List(session)).Sessions.ShouldHaveSingleItem();
        (shown.UserAgent.Contains("A phone"), shown.RemoteAddress).ShouldBe((true, "198.51.100.7"));
        shown.LastUseTime.ToDateTimeOffset().ShouldBeGreaterThan(shown.CreateTime.ToDateTimeOffset());
        (shown.ExpireTime.ToDateTimeOffset() - shown.LastUseTime.ToDateTimeOffset()).ShouldBe(TimeSpan.FromDays(7));
    }

    [Fact]
    public async Task It_comes_in_pages()
    {
        var factory = await _server.OpenFactory();
        var session = await _server.SignIn(factory);
        for (var i = 0; i < 4; i++) await _server.SignIn(factory);
        var (ids, token) = (new List<string>(), "");
        do
        {
            var page = await List(session, size: 2, token: token);
            (ids, token) = ([.. ids, .. page.Sessions.Select(s => s.Id)], page.NextPageToken);
        }
        while (token.Length > 0);
        ids.ShouldBe((await List(session)).Sessions.Select(s => s.Id));
        ids.Count.ShouldBe(5);
    }

    [Fact]
    public async Task What_has_ended_is_not_shown()
    {
        var factory = await _server.OpenFactory();
        var (mine, signedOut) = (await _server.SignIn(factory), await _server.SignIn(factory));
        await _server.SignOut(signedOut.RefreshToken);
        (await List(mine)).Sessions.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Others_are_seen_and_ended_with_the_permission_only()
    {
        var (factory, owner, worker) = await FactoryWithWorker();
        (await List(owner, worker.User.Id)).Sessions.ShouldHaveSingleItem().UserId.ShouldBe(worker.User.Id);
        (await Refused.By(() => List(worker, owner.User.Id))).ShouldSay(StatusCode.PermissionDenied, "PERMISSION_MISSING");
        (await Refused.By(async () => await Revoke(worker, await IdOf(owner)))).ShouldSay(StatusCode.NotFound, "SESSION_NOT_FOUND");
        (await Refused.By(() => RevokeAll(worker, owner.User.Id))).ShouldSay(StatusCode.PermissionDenied, "PERMISSION_MISSING");
        await _server.SignIn(factory);
        await Revoke(owner, await IdOf(worker));
        await Ended(worker);
    }

    [Fact]
    public async Task One_ends_a_session_of_ones_own()
    {
        var (_, _, worker) = await FactoryWithWorker();
        await Revoke(worker, await IdOf(worker));
        await Ended(worker);
        await Revoke(worker, await IdOf(worker));
        (await fixture.Sql("select 1 from audit_entries where action = 'session.revoked' and entity_id = $1", Guid.Parse(worker.User.Id))).Count.ShouldBe(1);
        (await CutOff(worker)).ShouldBeTrue();
    }

    [Fact]
    public async Task One_ends_all_of_ones_own_but_the_one_that_asks()
    {
        var factory = await _server.OpenFactory();
        var (mine, other) = (await _server.SignIn(factory), await _server.SignIn(factory));
        await RevokeAll(mine);
        await Ended(other);
        (await CutOff(mine), await CutOff(other)).ShouldBe((false, true));
        await _server.Refresh(mine.RefreshToken);
    }

    [Fact]
    public async Task An_administrator_ends_all_of_another_user()
    {
        var (_, owner, worker) = await FactoryWithWorker();
        await RevokeAll(owner, worker.User.Id);
        await Ended(worker);
        await _server.Refresh(owner.RefreshToken);
    }

    [Fact]
    public async Task Another_tenants_users_and_sessions_are_not_there()
    {
        var (mine, theirs) = (await _server.SignIn(await _server.OpenFactory()), await _server.SignIn(await _server.OpenFactory()));
        (await Refused.By(() => List(mine, theirs.User.Id))).ShouldSay(StatusCode.NotFound, "USER_NOT_FOUND");
        (await Refused.By(() => RevokeAll(mine, theirs.User.Id))).ShouldSay(StatusCode.NotFound, "USER_NOT_FOUND");
        (await Refused.By(async () => await Revoke(mine, await IdOf(theirs)))).ShouldSay(StatusCode.NotFound, "SESSION_NOT_FOUND");
        await _server.Refresh(theirs.RefreshToken);
    }

    [Theory]
    [InlineData("STAFF", 900, 7)]
    [InlineData("VENDOR", 900, 7)]
    [InlineData("CUSTOMER", 28_800, 30)]
    public async Task Each_kind_of_person_has_its_lifetimes(string kind, int seconds, int days)
    {
        var clock = new TestClock();
        await using var server = await fixture.Apart(clock);
        var factory = await server.OpenFactory();
        await fixture.Sql(server, "update users set kind = $2, vendor_id = case $2 when 'VENDOR' then id end where tenant_id = $1", factory.TenantId, kind);
        var session = await server.SignIn(factory);
        session.ExpiresIn.ShouldBe(seconds);
        clock.Advance(TimeSpan.FromDays(days) - TimeSpan.FromMinutes(1));
        session = await server.Refresh(session.RefreshToken);
        session.ExpiresIn.ShouldBe(seconds);
        clock.Advance(TimeSpan.FromDays(days));
        (await Refused.By(() => server.Refresh(session.RefreshToken))).Reason.ShouldBe("SESSION_ENDED");
    }

    [Fact]
    public void No_access_token_outlives_the_longest() =>
        Enum.GetValues<Access.Types.Kind>().Select(kind => SessionLifetime.Of(kind).Access).Max().ShouldBe(SessionLifetime.LongestAccess);

    private async Task<(Factory Factory, Session Owner, Session Worker)> FactoryWithWorker()
    {
        var factory = await _server.OpenFactory();
        var owner = await _server.SignIn(factory);
        var worker = Person.Request("worker@factory.example", password: factory.Password, roles: "worker");
        await _server.Users.CreateUserAsync(worker, owner.Bearer());
        return (factory, owner, await _server.SignIn(factory.Slug, "worker@factory.example", factory.Password));
    }

    private async Task<bool> CutOff(Session session) => (await fixture.Sql("select 1 from token_cutoffs where session_id = $1", Guid.Parse(await IdOf(session)))).Count > 0;

    private async Task<string> IdOf(Session session) => (await _server.Caller(session.AccessToken)).SessionId.ToString();

    private async Task<ListSessionsResponse> List(Session session, string user = "", int size = 0, string token = "") =>
        await _server.Sessions.ListSessionsAsync(new ListSessionsRequest { UserId = user, PageSize = size, PageToken = token }, session.Bearer());

    private async Task Revoke(Session session, string id) => await _server.Sessions.RevokeSessionAsync(new RevokeSessionRequest { SessionId = id }, session.Bearer());

    private async Task RevokeAll(Session session, string user = "") => await _server.Sessions.RevokeAllSessionsAsync(new RevokeAllSessionsRequest { UserId = user }, session.Bearer());

    private async Task Ended(Session session) => (await Refused.By(() => _server.Refresh(session.RefreshToken))).Reason.ShouldBe("SESSION_ENDED");
}
