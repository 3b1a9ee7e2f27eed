using FactoryFlow.Identity.Tests.Support;
using FactoryFlow.Options.V1;
using Grpc.Core;

namespace FactoryFlow.Identity.Tests.Users;

public sealed class PlatformAdministratorTests(IdentityFixture fixture)
{
    [Fact]
    public async Task The_administrator_signs_in_without_a_tenant_and_may_do_everything()
    {
        var session = await fixture.Server.SignInAdmin();
        var caller = await fixture.Server.Caller(session.AccessToken);
        (caller.Kind, caller.TenantId).ShouldBe((Access.Types.Kind.Platform, Guid.Empty));
        caller.Permissions.ShouldBe([FactoryFlow.Platform.Auth.Permission.Everything]);
        (session.User.Email, session.User.Kind).ShouldBe((IdentityServer.AdminEmail, Access.Types.Kind.Platform));
    }

    [Fact]
    public async Task Another_address_makes_another_administrator()
    {
        await using var server = await fixture.Another(("Platform:AdminEmail", "Second@Platform.example"));
        (await server.SignIn("", "second@platform.example", IdentityServer.AdminPassword)).User.Email.ShouldBe("second@platform.example");
    }

    [Fact]
    public async Task A_changed_password_replaces_the_old_one_and_ends_its_sessions()
    {
        const string email = "changing@platform.example";
        await using var before = await fixture.Another(("Platform:AdminEmail", email));
        var session = await before.SignIn("", email, IdentityServer.AdminPassword);
        await using var after = await fixture.Another(("Platform:AdminEmail", email), ("Platform:AdminPassword", "another password now"));
        (await Refused.By(() => after.Refresh(session.RefreshToken))).ShouldSay(StatusCode.Unauthenticated, "SESSION_ENDED");
        (await Refused.By(() => after.SignIn("", email, IdentityServer.AdminPassword))).ShouldSay(StatusCode.Unauthenticated, "SIGN_IN_REFUSED");
        await after.SignIn("", email, "another password now");
    }

    [Fact]
    public async Task A_password_that_the_administrator_chose_stays_until_another_is_configured()
    {
        const string email = "choosing@platform.example";
        await using var before = await fixture.Another(("Platform:AdminEmail", email));
        var session = await before.SignIn("", email, IdentityServer.AdminPassword);
        await before.Passwords.ChangePasswordAsync(new() { CurrentPassword = IdentityServer.AdminPassword, NewPassword = "what I chose myself" }, session.Bearer(), cancellationToken: TestContext.Current.CancellationToken);
        await using var same = await fixture.Another(("Platform:AdminEmail", email));
        await same.SignIn("", email, "what I chose myself");
        (await Refused.By(() => same.SignIn("", email, IdentityServer.AdminPassword))).ShouldSay(StatusCode.Unauthenticated, "SIGN_IN_REFUSED");
        await using var other = await fixture.Another(("Platform:AdminEmail", email), ("Platform:AdminPassword", "configured anew today"));
        await other.SignIn("", email, "configured anew today");
    }

    [Fact]
    public async Task More_iterations_hash_the_configured_password_anew_and_leave_the_chosen_one_and_its_sessions()
    {
        const string email = "iterating@platform.example";
        await using var before = await fixture.Another(("Platform:AdminEmail", email));
        var session = await before.SignIn("", email, IdentityServer.AdminPassword);
        await before.Passwords.ChangePasswordAsync(new() { CurrentPassword = IdentityServer.AdminPassword, NewPassword = "what I chose myself" }, session.Bearer(), cancellationToken: TestContext.Current.CancellationToken);
        var chosen = await before.SignIn("", email, "what I chose myself");
        var hashes = await Hashes(chosen);

        await using var more = await IdentityServer.Start(fixture.Database, null, 6_000, ("Platform:AdminEmail", email));
        var renewed = await Hashes(chosen);
        (renewed.Signing, renewed.Configured == hashes.Configured).ShouldBe((hashes.Signing, false));
        await more.Refresh(chosen.RefreshToken);
        await more.SignIn("", email, "what I chose myself");
        (await Refused.By(() => more.SignIn("", email, IdentityServer.AdminPassword))).ShouldSay(StatusCode.Unauthenticated, "SIGN_IN_REFUSED");

        // What is kept now is of as many: the next start finds nothing to do.
        await using var again = await IdentityServer.Start(fixture.Database, null, 6_000, ("Platform:AdminEmail", email));
        (await Hashes(chosen)).Configured.ShouldBe(renewed.Configured);
    }

    [Fact]
    public async Task More_iterations_hash_the_configured_password_anew_where_it_is_what_the_administrator_signs_in_with()
    {
        const string email = "keeping@platform.example";
        await using var before = await fixture.Another(("Platform:AdminEmail", email));
        var session = await before.SignIn("", email, IdentityServer.AdminPassword);
        var hashes = await Hashes(session);

        await using var more = await IdentityServer.Start(fixture.Database, null, 6_000, ("Platform:AdminEmail", email));
        var renewed = await Hashes(session);
        (renewed.Signing == hashes.Signing, renewed.Configured).ShouldBe((false, renewed.Signing));
        await more.Refresh(session.RefreshToken);
        await more.SignIn("", email, IdentityServer.AdminPassword);
    }

    [Theory]
    [InlineData("Platform:AdminPassword", null, "Platform__AdminPassword")]
    [InlineData("Platform:AdminPassword", "too short", "12 to 128")]
    [InlineData("Platform:AdminEmail", "nobody", "Platform__AdminEmail")]
    [InlineData("Identity:KeyEncryptionKey", null, "Identity__KeyEncryptionKey")]
    [InlineData("Identity:KeyEncryptionKey", "AAAA", "32 bytes")]
    public async Task A_setting_that_is_missing_or_wrong_stops_the_start_with_a_sentence(string key, string? value, string sentence) =>
        (await Should.ThrowAsync<InvalidOperationException>(() => fixture.Another((key, value)))).Message.ShouldContain(sentence);

    private async Task<(string Signing, string Configured)> Hashes(FactoryFlow.Identity.V1.Session session)
    {
        var hashes = (await fixture.Sql("select password_hash || ' ' || configured_password_hash from users where id = $1", Guid.Parse(session.User.Id))).ShouldHaveSingleItem().Split(' ');
        return (hashes[0], hashes[1]);
    }
}
