using System.Net;
using FactoryFlow.Identity.Anonymous;
using FactoryFlow.Identity.Tests.Support;
using FactoryFlow.Identity.V1;
using Grpc.Core;
using Microsoft.Extensions.Configuration;

namespace FactoryFlow.Identity.Tests.Anonymous;

public sealed class AnonymousCallsTests(IdentityFixture fixture)
{
    private const string Wrong = "a wrong password";

    [Fact]
    public async Task An_account_has_so_many_tries_from_wherever_they_come_and_then_waits()
    {
        await using var server = await Limited(perAccount: 3);
        var factory = await server.OpenFactory();
        for (var i = 0; i < 3; i++) (await TrySignIn(server, factory.Slug, factory.Email, $"198.51.100.{i}")).Reason.ShouldBe("SIGN_IN_REFUSED");
        var refused = await TrySignIn(server, $" {factory.Slug.ToUpperInvariant()} ", $" {factory.Email.ToUpperInvariant()} ", "198.51.100.9");
        refused.ShouldSay(StatusCode.ResourceExhausted, "RATE_LIMITED");
        refused.RetryAfter.ShouldNotBeNull().ShouldBeInRange(TimeSpan.FromMilliseconds(1), TimeSpan.FromSeconds(20));
        (await TrySignIn(server, factory.Slug, "another@factory.example", "198.51.100.9")).Reason.ShouldBe("SIGN_IN_REFUSED");
    }

    [Fact]
    public async Task Whether_there_is_such_an_account_makes_no_difference()
    {
        await using var server = await Limited(perAccount: 2);
        var factory = await server.OpenFactory();
        var answers = new List<(string, string)[]>();
        foreach (var (slug, email) in new[] { (factory.Slug, factory.Email), (factory.Slug, "nobody@factory.example"), (People.NewSlug(), factory.Email) })
        {
            var tries = new List<(string, string)>();
            for (var i = 0; i < 4; i++) tries.Add(Told(await TrySignIn(server, slug, email, "198.51.100.1")));
            answers.Add([.. tries]);
        }

        answers.ShouldAllBe(tries => tries.SequenceEqual(answers[0]));
        answers[0].Select(told => told.Item1).ShouldBe(["SIGN_IN_REFUSED", "SIGN_IN_REFUSED", "RATE_LIMITED", "RATE_LIMITED"]);
    }

    [Fact]
    public async Task Every_call_that_tries_something_counts_for_its_address_and_no_other_does()
    {
        await using var server = await Limited(perAddress: 5);
        var factory = await server.OpenFactory();
        var headers = From("203.0.113.5");
        for (var i = 0; i < 10; i++) await server.Keys.GetJsonWebKeySetAsync(new GetJsonWebKeySetRequest(), headers);
        await Refused.By(async () => await server.Sessions.RefreshSessionAsync(new RefreshSessionRequest { RefreshToken = "x" }, headers));
        await Refused.By(async () => await server.Sessions.VerifyMagicLinkAsync(new VerifyMagicLinkRequest { Token = "x" }, headers));
        await Refused.By(async () => await server.Passwords.ConfirmPasswordResetAsync(new ConfirmPasswordResetRequest { Token = "x", NewPassword = factory.Password }, headers));
        await server.Passwords.RequestPasswordResetAsync(new RequestPasswordResetRequest { Tenant = factory.Slug, Email = factory.Email }, headers);
        await server.Sessions.RequestMagicLinkAsync(new RequestMagicLinkRequest { Tenant = factory.Slug, Email = factory.Email }, headers);
        (await TrySignIn(server, factory.Slug, factory.Email, "203.0.113.5")).Reason.ShouldBe("RATE_LIMITED");
        (await TrySignIn(server, factory.Slug, factory.Email, "203.0.113.6")).Reason.ShouldBe("SIGN_IN_REFUSED");
    }

    [Fact]
    public async Task Who_has_signed_in_is_counted_elsewhere()
    {
        await using var server = await Limited(perAddress: 1, perAccount: 1);
        var session = await server.SignInAdmin();
        for (var i = 0; i < 3; i++) await server.Sessions.ListSessionsAsync(new ListSessionsRequest(), new CallOptions(session.Bearer()));
    }

    [Fact]
    public async Task What_was_used_comes_back_little_by_little()
    {
        await using var server = await Limited(perAddress: 120);
        var answers = await Task.WhenAll(Enumerable.Range(0, 130).Select(_ => Attempt.Of(() => server.SignOut("x"))));
        answers.Count(answer => answer is Refused { Reason: "RATE_LIMITED" }).ShouldBeInRange(1, 10);
        await Task.Delay(TimeSpan.FromSeconds(1.5), Limit.Soon());
        await server.SignOut("x");
    }

    [Theory]
    [InlineData("198.51.100.7", "198.51.100.7", true)]
    [InlineData("198.51.100.7", "198.51.100.8", false)]
    [InlineData("198.51.100.7", "::ffff:198.51.100.7", true)]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", true)]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:3::1", false)]
    public void A_network_of_a_customers_is_one_place(string one, string other, bool isOne) =>
        (AnonymousSettings.PlaceOf(IPAddress.Parse(one)) == AnonymousSettings.PlaceOf(IPAddress.Parse(other))).ShouldBe(isOne);

    [Theory]
    [InlineData("0")]
    [InlineData("-2")]
    [InlineData("many")]
    public void A_number_that_makes_no_sense_stops_the_start(string number)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("Identity:AnonymousTriesPerMinute:PerAccount", number)]).Build();
        Should.Throw<InvalidOperationException>(() => AnonymousSettings.From(configuration)).Message.ShouldContain("Identity__AnonymousTriesPerMinute__PerAccount");
    }

    // The lock of five failures in a row is another thing, and further away than these limits.
    private Task<IdentityServer> Limited(int perAddress = -1, int perAccount = -1) => fixture.Another(
        ("Identity:AnonymousTriesPerMinute:PerAddress", $"{perAddress}"), ("Identity:AnonymousTriesPerMinute:PerAccount", $"{perAccount}"));

    private static Task<Refused> TrySignIn(IdentityServer server, string slug, string email, string address) =>
        Refused.By(async () => await server.Sessions.SignInAsync(new SignInRequest { Tenant = slug, Email = email, Password = Wrong }, From(address)));

    private static (string, string) Told(Refused refused) => (refused.Reason, refused.Message);

    private static CallOptions From(string address) => new([new Metadata.Entry("x-forwarded-for", address)]);
}
