using FactoryFlow.Identity.Tests.Support;
using FactoryFlow.Identity.V1;
using Grpc.Core;

namespace FactoryFlow.Identity.Tests.Keys;

/// <summary>Keys that take turns; each test has a database of its own, since the keys are everybody's.</summary>
public sealed class RotateSigningKeysTests(IdentityFixture fixture)
{
    private readonly TestClock _clock = new();

    [Fact]
    public async Task Tokens_of_before_during_and_after_count_until_they_expire()
    {
        await using var server = await fixture.Apart(_clock);
        var before = await server.SignInAdmin();
        var next = await Rotate(server, before);
        var during = await server.SignInAdmin();
        (next.Status, during.KeyId()).ShouldBe((SigningKey.Types.Status.Published, before.KeyId()));
        _clock.Advance(TimeSpan.FromMinutes(5));
        var after = await server.SignInAdmin();
        after.KeyId().ShouldBe(next.Kid);
        foreach (var session in new[] { before, during, after }) (await server.Caller(session.AccessToken, _clock)).Email.ShouldBe(IdentityServer.AdminEmail);
        (await Statuses(server, after)).ShouldBe([SigningKey.Types.Status.Signing, SigningKey.Types.Status.Verifying]);
    }

    [Fact]
    public async Task The_old_key_goes_when_the_last_token_of_it_has_expired()
    {
        await using var server = await fixture.Apart(_clock);
        var session = await server.SignInAdmin();
        var next = await Rotate(server, session);
        _clock.Advance(TimeSpan.FromMinutes(5) + TimeSpan.FromHours(8));
        (await Published(server)).Length.ShouldBe(2);
        _clock.Advance(TimeSpan.FromMinutes(1));
        (await Published(server)).ShouldBe([next.Kid]);
        session = await server.Refresh(session.RefreshToken);
        (await Statuses(server, session)).ShouldBe([SigningKey.Types.Status.Signing, SigningKey.Types.Status.Retired]);
    }

    [Fact]
    public async Task While_one_waits_no_other_is_made_however_many_ask_at_once()
    {
        await using var server = await fixture.Apart();
        var session = await server.SignInAdmin();
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Rotate(server, session)));
        answers.Select(key => key.Kid).Distinct().ShouldHaveSingleItem();
        (await Published(server)).Length.ShouldBe(2);
    }

    [Fact]
    public async Task Processes_agree_through_the_database()
    {
        await using var one = await fixture.Apart(_clock);
        await using var two = await IdentityServer.Start(one.Database, _clock);
        var next = await Rotate(one, await one.SignInAdmin());
        await Eventually.Is([.. await Published(one)], async () => [.. await Published(two)]);
        _clock.Advance(TimeSpan.FromMinutes(5));
        ((await one.SignInAdmin()).KeyId(), (await two.SignInAdmin()).KeyId()).ShouldBe((next.Kid, next.Kid));
    }

    [Fact]
    public async Task After_ninety_days_another_takes_its_place_by_itself_once()
    {
        await using var one = await fixture.Apart(_clock);
        await using var two = await IdentityServer.Start(one.Database, _clock);
        var before = (await one.SignInAdmin()).KeyId();
        _clock.Advance(TimeSpan.FromDays(90));
        await Eventually.Is(["2"], () => fixture.Sql(one, "select count(*) from signing_keys"));
        (await one.SignInAdmin()).KeyId().ShouldBe(before);
        _clock.Advance(TimeSpan.FromMinutes(5));
        (await one.SignInAdmin()).KeyId().ShouldNotBe(before);
        (await fixture.Sql(one, "select count(*) from signing_keys")).ShouldBe(["2"]);
    }

    [Fact]
    public async Task What_a_withdrawn_key_signed_counts_no_more_and_sessions_go_on_with_the_next()
    {
        await using var server = await fixture.Apart();
        var session = await server.SignInAdmin();
        (await Withdraw(server, session, session.KeyId())).Status.ShouldBe(SigningKey.Types.Status.Withdrawn);
        (await Published(server)).ShouldNotContain(session.KeyId());
        var refreshed = await server.Refresh(session.RefreshToken);
        refreshed.KeyId().ShouldNotBe(session.KeyId());
        // A verifier that has just asked for the keys asks again in five seconds.
        (await Eventually.Passes("TOKEN_INVALID", () => Statuses(server, refreshed))).ShouldBe([SigningKey.Types.Status.Signing, SigningKey.Types.Status.Withdrawn]);
        (await Refused.By(() => Statuses(server, session))).ShouldSay(StatusCode.Unauthenticated, "TOKEN_INVALID");
        (await fixture.Sql(server, "select length(sealed_private_key) from signing_keys where kid = $1", session.KeyId())).ShouldBe(["0"]);
    }

    [Fact]
    public async Task The_one_that_waits_signs_at_once_when_the_signer_is_withdrawn()
    {
        await using var server = await fixture.Apart();
        var session = await server.SignInAdmin();
        var next = await Rotate(server, session);
        await Withdraw(server, session, session.KeyId());
        (await server.SignInAdmin()).KeyId().ShouldBe(next.Kid);
        (await Published(server)).ShouldBe([next.Kid]);
    }

    [Fact]
    public async Task One_that_signs_no_more_is_withdrawn_without_a_word_to_the_others()
    {
        await using var server = await fixture.Apart(_clock);
        var old = await server.SignInAdmin();
        var next = await Rotate(server, old);
        _clock.Advance(TimeSpan.FromMinutes(5));
        var session = await server.SignInAdmin();
        await Withdraw(server, session, old.KeyId());
        await Withdraw(server, session, old.KeyId());
        (await server.SignInAdmin()).KeyId().ShouldBe(next.Kid);
        (await fixture.Sql(server, "select count(*) from signing_keys")).ShouldBe(["2"]);
    }

    [Fact]
    public async Task One_that_waits_goes_on_waiting_when_another_than_the_signer_is_withdrawn()
    {
        await using var server = await fixture.Apart(_clock);
        var old = await server.SignInAdmin();
        await Rotate(server, old);
        _clock.Advance(TimeSpan.FromMinutes(5));
        var session = await server.SignInAdmin();
        await Rotate(server, session);
        await Withdraw(server, session, old.KeyId());
        (await server.SignInAdmin()).KeyId().ShouldBe(session.KeyId());
    }

    [Fact]
    public async Task A_key_that_there_is_not_cannot_be_withdrawn()
    {
        await using var server = await fixture.Apart();
        (await Refused.By(async () => await Withdraw(server, await server.SignInAdmin(), "none"))).ShouldSay(StatusCode.NotFound, "SIGNING_KEY_NOT_FOUND");
    }

    [Fact]
    public async Task They_come_in_pages_newest_first()
    {
        await using var server = await fixture.Apart(_clock);
        var session = await server.SignInAdmin();
        for (var i = 0; i < 4; i++)
        {
            await Rotate(server, session);
            _clock.Advance(TimeSpan.FromMinutes(5));
            session = await server.SignInAdmin();
        }

        var (kids, token) = (new List<string>(), "");
        do
        {
            var page = await List(server, session, 2, token);
            (kids, token) = ([.. kids, .. page.SigningKeys.Select(key => key.Kid)], page.NextPageToken);
        }
        while (token.Length > 0);
        kids.ShouldBe(await Published(server));
        kids.Count.ShouldBe(5);
    }

    [Fact]
    public async Task A_tenants_administrator_may_not()
    {
        var owner = await fixture.Server.SignIn(await fixture.Server.OpenFactory());
        foreach (var call in new Func<Task>[] { () => Rotate(fixture.Server, owner), () => Withdraw(fixture.Server, owner, "x"), () => Statuses(fixture.Server, owner) })
            (await Refused.By(call)).ShouldSay(StatusCode.PermissionDenied, "CALLER_KIND_REFUSED");
    }

    private static async Task<SigningKey> Rotate(IdentityServer server, Session session) => await server.Keys.RotateSigningKeysAsync(new RotateSigningKeysRequest(), session.Bearer());

    private static async Task<SigningKey> Withdraw(IdentityServer server, Session session, string kid) =>
        await server.Keys.WithdrawSigningKeyAsync(new WithdrawSigningKeyRequest { Kid = kid }, session.Bearer());

    private static async Task<ListSigningKeysResponse> List(IdentityServer server, Session session, int size = 0, string token = "") =>
        await server.Keys.ListSigningKeysAsync(new ListSigningKeysRequest { PageSize = size, PageToken = token }, session.Bearer());

    private static async Task<IEnumerable<SigningKey.Types.Status>> Statuses(IdentityServer server, Session session) => (await List(server, session)).SigningKeys.Select(key => key.Status);

    private static async Task<string[]> Published(IdentityServer server) => [.. (await server.Keys.GetJsonWebKeySetAsync(new GetJsonWebKeySetRequest())).Keys.Select(key => key.Kid)];
}
