using FactoryFlow.Identity.Tests.Support;
using FactoryFlow.Identity.V1;
using Grpc.Core;

namespace FactoryFlow.Identity.Tests.Sessions;

public sealed class RefreshSessionTests(IdentityFixture fixture)
{
    private readonly IdentityServer _server = fixture.Server;

    [Fact]
    public async Task A_refresh_gives_two_new_tokens_of_the_same_session()
    {
        var first = await _server.SignIn(await _server.OpenFactory());
        var second = await _server.Refresh(first.RefreshToken);
        (second.AccessToken == first.AccessToken, second.RefreshToken == first.RefreshToken).ShouldBe((false, false));
        second.User.ShouldBe(first.User);
        var (before, after) = (await _server.Caller(first.AccessToken), await _server.Caller(second.AccessToken));
        (after with { Roles = before.Roles, Permissions = before.Permissions }).ShouldBe(before);
    }

    [Fact]
    public async Task Tokens_follow_one_another()
    {
        var session = await _server.SignIn(await _server.OpenFactory());
        for (var i = 0; i < 5; i++) session = await _server.Refresh(session.RefreshToken);
    }

    [Fact]
    public async Task A_token_that_is_shown_again_later_ends_the_session_for_both()
    {
        var factory = await _server.OpenFactory();
        var first = await _server.SignIn(factory);
        var second = await _server.Refresh(first.RefreshToken);
        await fixture.AfterTenSeconds(factory);
        await Ended(first.RefreshToken);
        await Ended(second.RefreshToken);
    }

    [Fact]
    public async Task A_session_that_ends_leaves_the_users_other_sessions_alone()
    {
        var factory = await _server.OpenFactory();
        var (stolen, other) = (await _server.SignIn(factory), await _server.SignIn(factory));
        await _server.Refresh(stolen.RefreshToken);
        await fixture.AfterTenSeconds(factory);
        await Ended(stolen.RefreshToken);
        await _server.Refresh(other.RefreshToken);
    }

    [Fact]
    public async Task Whoever_repeats_a_refresh_at_once_or_from_several_windows_stays_signed_in()
    {
        var factory = await _server.OpenFactory();
        var token = (await _server.SignIn(factory)).RefreshToken;
        var sessions = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => _server.Refresh(token)));
        sessions.Select(session => session.RefreshToken).Distinct().Count().ShouldBe(4);
        foreach (var session in sessions) await _server.Refresh(session.RefreshToken);
        await fixture.AfterTenSeconds(factory);
        await Ended(token);
        foreach (var session in sessions) await Ended(session.RefreshToken);
    }

    [Fact]
    public async Task Repeating_does_not_make_a_token_last_longer()
    {
        var factory = await _server.OpenFactory();
        var token = (await _server.SignIn(factory)).RefreshToken;
        await _server.Refresh(token);
        await fixture.Sql("update refresh_tokens set use_time = use_time - interval '5 seconds' where tenant_id = $1", factory.TenantId);
        await _server.Refresh(token);
        await fixture.Sql("update refresh_tokens set use_time = use_time - interval '5 seconds' where tenant_id = $1", factory.TenantId);
        await Ended(token);
    }

    [Fact]
    public async Task A_token_expires_seven_days_after_it_was_given_out()
    {
        var clock = new TestClock();
        await using var server = await fixture.Apart(clock);
        var session = await server.SignIn(await server.OpenFactory());
        clock.Advance(TimeSpan.FromDays(6.9));
        session = await server.Refresh(session.RefreshToken);
        clock.Advance(TimeSpan.FromDays(6.9));
        session = await server.Refresh(session.RefreshToken);
        clock.Advance(TimeSpan.FromDays(7));
        (await Refused.By(() => server.Refresh(session.RefreshToken))).ShouldSay(StatusCode.Unauthenticated, "SESSION_ENDED");
    }

    [Fact]
    public async Task A_user_who_is_no_longer_active_is_refreshed_no_more()
    {
        var factory = await _server.OpenFactory();
        var session = await _server.SignIn(factory);
        await fixture.Sql("update users set status = 'INACTIVE' where tenant_id = $1", factory.TenantId);
        await Ended(session.RefreshToken);
        await fixture.Sql("update users set status = 'ACTIVE' where tenant_id = $1", factory.TenantId);
        await Ended(session.RefreshToken);
    }

    [Fact]
    public async Task A_refreshed_token_carries_what_the_user_may_do_now()
    {
        var factory = await _server.OpenFactory();
        var session = await _server.SignIn(factory);
        await fixture.Sql("update user_roles set role_id = (select id from roles where tenant_id = $1 and name = 'worker') where tenant_id = $1", factory.TenantId);
        (await _server.Refresh(session.RefreshToken)).User.Roles.ShouldBe(["worker"]);
    }

    [Fact]
    public async Task A_token_is_nothing_in_another_tenant()
    {
        var (one, two) = (await _server.OpenFactory(), await _server.OpenFactory());
        var token = Base64(await _server.SignIn(one));
        two.TenantId.TryWriteBytes(token);
        await Ended(System.Buffers.Text.Base64Url.EncodeToString(token));
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    public Task An_unknown_token_has_no_session(string token) => Ended(token);

    [Fact]
    public async Task A_missing_token_is_a_field_at_fault() =>
        (await Refused.By(() => _server.Refresh(""))).ShouldSay(StatusCode.InvalidArgument, "INVALID_INPUT");

    [Fact]
    public async Task Signing_out_ends_the_session()
    {
        var session = await _server.SignIn(await _server.OpenFactory());
        await _server.SignOut(session.RefreshToken);
        await Ended(session.RefreshToken);
    }

    [Fact]
    public async Task Signing_out_with_an_older_token_ends_the_session_too()
    {
        var first = await _server.SignIn(await _server.OpenFactory());
        var second = await _server.Refresh(first.RefreshToken);
        await _server.SignOut(first.RefreshToken);
        await Ended(second.RefreshToken);
    }

    [Fact]
    public async Task Signing_out_twice_or_with_an_unknown_token_is_no_error()
    {
        var session = await _server.SignIn(await _server.OpenFactory());
        await _server.SignOut(session.RefreshToken);
        await _server.SignOut(session.RefreshToken);
        await _server.SignOut("nonsense");
    }

    private async Task Ended(string token) => (await Refused.By(() => _server.Refresh(token))).ShouldSay(StatusCode.Unauthenticated, "SESSION_ENDED");

    private static byte[] Base64(Session session) => System.Buffers.Text.Base64Url.DecodeFromChars(session.RefreshToken);
}
