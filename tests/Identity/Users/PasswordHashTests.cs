using FactoryFlow.Identity.Users;

namespace FactoryFlow.Identity.Tests.Users;

public sealed class PasswordHashTests
{
    private const string Password = "correct horse battery staple";
    private static readonly PasswordHash Today = new();
    private static readonly PasswordHash Yesterday = new(1_000);

    [Fact]
    public void What_is_stored_names_its_algorithm_and_not_the_password()
    {
        var stored = Today.Of(Password);
        stored.ShouldStartWith("pbkdf2-sha512$");
        stored.ShouldNotContain(Password);
    }

    [Fact]
    public void What_is_stored_carries_HMAC_SHA512_and_210_000_iterations()
    {
        var bytes = Convert.FromBase64String(Today.Of(Password)["pbkdf2-sha512$".Length..]);
        bytes[..9].ShouldBe([1, 0, 0, 0, 2, 0, 3, 0x34, 0x50]);
    }

    [Fact]
    public void Only_the_same_password_matches()
    {
        var stored = Today.Of(Password);
        Today.Match(stored, Password).ShouldBe(PasswordMatch.Full);
        Today.Match(stored, Password + " ").ShouldBe(PasswordMatch.None);
        Today.Match(stored, Password.ToUpperInvariant()).ShouldBe(PasswordMatch.None);
    }

    [Fact]
    public void The_same_password_is_never_stored_alike() => Today.Of(Password).ShouldNotBe(Today.Of(Password));

    [Fact]
    public void A_hash_of_fewer_iterations_matches_and_is_outdated() => Today.Match(Yesterday.Of(Password), Password).ShouldBe(PasswordMatch.Outdated);

    [Fact]
    public void Nobodys_password_matches_nothing() => Yesterday.Match(null, Password).ShouldBe(PasswordMatch.None);

    [Fact]
    public void An_unknown_algorithm_is_a_fault_and_not_a_wrong_password() =>
        Should.Throw<InvalidOperationException>(() => Today.Match("argon2id$AAAA", Password));
}
