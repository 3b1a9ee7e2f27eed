using FactoryFlow.Identity.Tests.Support;
using Grpc.Core;

namespace FactoryFlow.Identity.Tests.Passwords;

public sealed class PasswordResetTests(IdentityFixture fixture)
{
    private const string Chosen = "a password that is new";
    private readonly IdentityServer _server = fixture.Server;

    [Fact]
    public async Task A_new_password_takes_the_place_of_the_old_one_and_ends_every_session()
    {
        var factory = await _server.OpenFactory();
        var sessions = new[] { await _server.SignIn(factory), await _server.SignIn(factory) };
        await _server.ConfirmReset(await _server.ResetLink(factory), Chosen);
        foreach (var session in sessions) (await Refused.By(() => _server.Refresh(session.RefreshToken))).Reason.ShouldBe("SESSION_ENDED");
        (await fixture.Sql("select 1 from token_cutoffs where tenant_id = $1", factory.TenantId)).Count.ShouldBe(2);
        (await Refused.By(() => _server.SignIn(factory))).Reason.ShouldBe("SIGN_IN_REFUSED");
        await _server.SignIn(factory, Chosen);
    }

    [Fact]
    public async Task It_ends_a_lock()
    {
        var factory = await _server.OpenFactory();
        for (var i = 0; i < 5; i++) await Refused.By(() => _server.SignIn(factory, "a wrong password"));
        await _server.ConfirmReset(await _server.ResetLink(factory), Chosen);
        await _server.SignIn(factory, Chosen);
    }

    [Fact]
    public async Task A_link_counts_once_even_for_many_at_once()
    {
        var factory = await _server.OpenFactory();
        var token = await _server.ResetLink(factory);
        string[] passwords = [.. Enumerable.Range(0, 6).Select(i => $"{Chosen} {i}")];
        var answers = await Task.WhenAll(passwords.Select(password => Attempt.Of(() => _server.ConfirmReset(token, password))));
        answers.OfType<Refused>().Select(refused => refused.Reason).ShouldBe(Enumerable.Repeat("LINK_INVALID", 5));
        await _server.SignIn(factory, passwords[Array.FindIndex(answers, answer => answer is true)]);
    }

    [Fact]
    public async Task A_password_that_is_too_short_does_not_use_the_link_up()
    {
        var token = await _server.ResetLink(await _server.OpenFactory());
        var refused = await Refused.By(() => _server.ConfirmReset(token, "short"));
        refused.ShouldSay(StatusCode.InvalidArgument, "INVALID_INPUT");
        refused.Fields.ShouldBe(["new_password"]);
        await _server.ConfirmReset(token, Chosen);
    }

    [Fact]
    public async Task A_link_counts_for_sixty_minutes()
    {
        var clock = new TestClock();
        await using var server = await fixture.Apart(clock);
        var factory = await server.OpenFactory();
        var token = await server.ResetLink(factory);
        clock.Advance(TimeSpan.FromMinutes(60));
        (await Refused.By(() => server.ConfirmReset(token, Chosen))).Reason.ShouldBe("LINK_INVALID");
        await server.SignIn(factory);
    }

    [Fact]
    public async Task A_newer_link_takes_the_place_of_the_one_before()
    {
        var factory = await _server.OpenFactory();
        var (older, newer) = (await _server.ResetLink(factory), await _server.ResetLink(factory, number: 2));
        (await Refused.By(() => _server.ConfirmReset(older, Chosen))).ShouldSay(StatusCode.InvalidArgument, "LINK_INVALID");
        await _server.ConfirmReset(newer, Chosen);
    }

    [Fact]
    public async Task Who_is_no_longer_active_chooses_nothing()
    {
        var factory = await _server.OpenFactory();
        var token = await _server.ResetLink(factory);
        await fixture.Sql("update users set status = 'INACTIVE' where tenant_id = $1", factory.TenantId);
        (await Refused.By(() => _server.ConfirmReset(token, Chosen))).Reason.ShouldBe("LINK_INVALID");
    }

    [Fact]
    public async Task A_guess_is_refused_before_any_hashing()
    {
        var guess = Buffers(await _server.OpenFactory());
        (await Refused.By(() => _server.ConfirmReset(guess, Chosen))).Reason.ShouldBe("LINK_INVALID");
        (await Refused.By(() => _server.ConfirmReset("nonsense", Chosen))).Reason.ShouldBe("LINK_INVALID");
    }

    private static string Buffers(Factory factory) => Identity.Tokens.OpaqueToken.New(factory.TenantId).Text;
}
