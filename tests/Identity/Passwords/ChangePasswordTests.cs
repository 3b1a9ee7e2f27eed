using FactoryFlow.Identity.Tests.Support;
using FactoryFlow.Identity.V1;
using Grpc.Core;

namespace FactoryFlow.Identity.Tests.Passwords;

public sealed class ChangePasswordTests(IdentityFixture fixture)
{
    private const string Chosen = "a password that is new";
    private readonly IdentityServer _server = fixture.Server;

    [Fact]
    public async Task It_takes_the_place_of_the_old_one_and_spares_the_session_that_asks()
    {
        var factory = await _server.OpenFactory();
        var (mine, other) = (await _server.SignIn(factory), await _server.SignIn(factory));
        await Change(mine, factory.Password, Chosen);
        (await Refused.By(() => _server.Refresh(other.RefreshToken))).Reason.ShouldBe("SESSION_ENDED");
        await _server.Refresh(mine.RefreshToken);
        (await Refused.By(() => _server.SignIn(factory))).Reason.ShouldBe("SIGN_IN_REFUSED");
        await _server.SignIn(factory, Chosen);
    }

    [Fact]
    public async Task A_repeated_call_with_its_key_is_answered_again()
    {
        var factory = await _server.OpenFactory();
        var mine = await _server.SignIn(factory);
        await Change(mine, factory.Password, Chosen, "once");
        await Change(mine, factory.Password, Chosen, "once");
        await _server.SignIn(factory, Chosen);
    }

    [Fact]
    public async Task A_wrong_one_is_refused_and_five_lock_it_as_they_lock_sign_in()
    {
        var factory = await _server.OpenFactory();
        var mine = await _server.SignIn(factory);
        for (var i = 0; i < 5; i++)
        {
            var refused = await Refused.By(() => Change(mine, "a wrong password", Chosen));
            refused.ShouldSay(StatusCode.InvalidArgument, "PASSWORD_WRONG");
            refused.Fields.ShouldBe(["current_password"]);
        }

        (await Refused.By(() => Change(mine, factory.Password, Chosen))).Reason.ShouldBe("ACCOUNT_LOCKED");
        (await Refused.By(() => _server.SignIn(factory))).Reason.ShouldBe("ACCOUNT_LOCKED");
    }

    [Fact]
    public async Task It_is_written_down_without_a_word_of_either()
    {
        var factory = await _server.OpenFactory();
        var mine = await _server.SignIn(factory);
        await Refused.By(() => Change(mine, "a wrong password", Chosen));
        await Change(mine, factory.Password, Chosen);
        var entries = await fixture.Sql("select action || coalesce(changes::text, '') from audit_entries where tenant_id = $1 and action like 'user.password%' order by id", factory.TenantId);
        entries.Select(entry => entry.Split('{')[0]).ShouldBe(["user.password_change_refused", "user.password_changed"]);
        entries.ShouldAllBe(entry => !entry.Contains("password that", StringComparison.Ordinal) && !entry.Contains("wrong password", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("", Chosen, "current_password")]
    [InlineData("x", "", "new_password")]
    [InlineData("x", "elevenchars", "new_password")]
    public async Task A_field_at_fault_is_named(string current, string chosen, string field)
    {
        var mine = await _server.SignIn(await _server.OpenFactory());
        (await Refused.By(() => Change(mine, current, chosen))).Fields.ShouldBe([field]);
    }

    private async Task Change(Session session, string current, string chosen, string? key = null) =>
        await _server.Passwords.ChangePasswordAsync(new ChangePasswordRequest { CurrentPassword = current, NewPassword = chosen }, session.Bearer(key));
}
