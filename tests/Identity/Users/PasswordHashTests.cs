using FactoryFlow.Identity.Tests.Support;
using FactoryFlow.Identity.Users;
using Microsoft.Extensions.Configuration;

namespace FactoryFlow.Identity.Tests.Users;

public sealed class PasswordHashTests(IdentityFixture fixture)
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

    [Fact]
    public void A_wrong_password_takes_as_long_however_few_iterations_the_right_one_is_stored_with()
    {
        var stored = Yesterday.Of(Password);
        Today.Match(null, "wrong");
        var (known, unknown) = (double.MaxValue, double.MaxValue);
        for (var i = 0; i < 5; i++)
        {
            known = Math.Min(known, Milliseconds(() => Today.Match(stored, "wrong").ShouldBe(PasswordMatch.None)));
            unknown = Math.Min(unknown, Milliseconds(() => Today.Match(null, "wrong").ShouldBe(PasswordMatch.None)));
        }

        (known / unknown).ShouldBeInRange(0.5, 2);
    }

    [Theory]
    [InlineData(null, "Production", PasswordHash.Iterations)]
    [InlineData("", "Production", PasswordHash.Iterations)]
    [InlineData(null, "Development", PasswordHash.Iterations)]
    [InlineData("210000", "Production", 210_000)]
    [InlineData("250000", "Production", 250_000)]
    [InlineData("5000", "Development", 5_000)]
    public void It_is_iterated_as_often_as_is_configured(string? configured, string environment, int iterations) =>
        IterationsOf(Configured(configured, environment).Of(Password)).ShouldBe(iterations);

    [Theory]
    [InlineData("209999", "Production")]
    [InlineData("5000", "Staging")]
    [InlineData("0", "Development")]
    [InlineData("-1", "Development")]
    [InlineData("many", "Development")]
    [InlineData("10000001", "Production")]
    [InlineData("10000001", "Development")]
    [InlineData("2147483648", "Production")]
    public void Outside_Development_it_is_never_iterated_less_often_and_nowhere_without_end(string configured, string environment) =>
        Should.Throw<InvalidOperationException>(() => Configured(configured, environment)).Message.ShouldBe("Identity__PasswordIterations must be a number from 210000 to 10000000.");

    [Fact]
    public void It_may_be_iterated_as_often_as_the_bound_says() => Should.NotThrow(() => Configured("10000000", "Production"));

    [Fact]
    public async Task The_service_does_not_start_with_fewer() =>
        (await Should.ThrowAsync<InvalidOperationException>(() => fixture.Another(("Identity:PasswordIterations", "5000")))).Message.ShouldContain("Identity__PasswordIterations");

    private static double Milliseconds(Action work)
    {
        var start = System.Diagnostics.Stopwatch.GetTimestamp();
        work();
        return System.Diagnostics.Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }

    private static int IterationsOf(string stored) =>
        System.Buffers.Binary.BinaryPrimitives.ReadInt32BigEndian(Convert.FromBase64String(stored["pbkdf2-sha512$".Length..]).AsSpan(5));

    private static PasswordHash Configured(string? iterations, string environment) => PasswordHash.From(
        new ConfigurationBuilder().AddInMemoryCollection([new("Identity:PasswordIterations", iterations)]).Build(), new Place(environment));
}
