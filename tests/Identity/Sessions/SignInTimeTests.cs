using System.Diagnostics;
using FactoryFlow.Identity.Tests.Support;

namespace FactoryFlow.Identity.Tests.Sessions;

/// <summary>How long a refused sign-in takes tells nothing about what there is, with passwords hashed as they are in earnest. By itself: it measures time.</summary>
[Collection(nameof(SignInTimeTests))]
[CollectionDefinition(nameof(SignInTimeTests), DisableParallelization = true)]
public sealed class SignInTimeTests(IdentityFixture fixture)
{
    private const string Wrong = "a wrong password";
    private const int Samples = 9, MostAgain = 4;
    private static readonly string[] s_alike = ["unknown address", "unknown tenant", "the platform's tenant"];

    [Fact]
    public async Task Whatever_is_wrong_it_takes_as_long()
    {
        await using var server = await IdentityServer.Start(fixture.Database, null, Identity.Users.PasswordHash.Iterations);
        var locked = await server.OpenFactory();
        await Lock(server, locked.Slug, locked.Email);
        await Lock(server, locked.Slug, "nobody@factory.example");
        var times = await Measure(server, locked);
        // What gets in a call's way on a busy machine does so now and then; what a call tells by its time it tells each time.
        for (var again = 0; again < MostAgain && !IsAsItShouldBe(times); again++)
            foreach (var (name, more) in await Measure(server, locked)) times[name].AddRange(more);

        foreach (var other in s_alike) AreAlike(times["wrong password"], times[other]).ShouldBeTrue(other);
        AreAlike(times["locked"], times["locked and unknown"]).ShouldBeTrue();
        // A lock spares the hash, which it may, since it says so itself. That this comparison sees the difference shows that it would
        // have seen one above.
        AreAlike(times["wrong password"], times["locked"]).ShouldBeFalse();
    }

    private static bool IsAsItShouldBe(Dictionary<string, List<double>> times) =>
        s_alike.All(other => AreAlike(times["wrong password"], times[other])) && AreAlike(times["locked"], times["locked and unknown"]) && !AreAlike(times["wrong password"], times["locked"]);

    private static async Task<Dictionary<string, List<double>>> Measure(IdentityServer server, Factory locked)
    {
        var factories = await Open(server, 3);
        return await Measure(
        [
            ("wrong password", n => server.SignIn(factories[n % 3], Wrong)),
            ("unknown address", n => server.SignIn(factories[n % 3].Slug, $"{n}-{Guid.NewGuid()}@factory.example", Wrong)),
            ("unknown tenant", n => server.SignIn(People.NewSlug(), factories[n % 3].Email, Wrong)),
            ("the platform's tenant", n => server.SignIn("", $"{n}-{Guid.NewGuid()}@factory.example", Wrong)),
            ("locked", _ => server.SignIn(locked)),
            ("locked and unknown", _ => server.SignIn(locked.Slug, "nobody@factory.example", Wrong)),
        ]);
    }

    // The fastest is what a call takes when nothing else gets in its way, however busy the machine; the median is what is usual.
    private static bool AreAlike(List<double> one, List<double> other) =>
        Math.Abs(one.Min() - other.Min()) < Math.Max(8, 0.35 * Math.Max(one.Min(), other.Min())) || Ratio(Median(one), Median(other)) < 1.35;

    private static double Ratio(double one, double other) => Math.Max(one, other) / Math.Min(one, other);

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);

    // By turns, so that whatever else the machine does weighs on all of them; the first round only warms up.
    private static async Task<Dictionary<string, List<double>>> Measure((string Name, Func<int, Task> Attempt)[] attempts)
    {
        var times = attempts.ToDictionary(attempt => attempt.Name, _ => new List<double>());
        for (var round = 0; round <= Samples; round++)
            foreach (var (name, attempt) in attempts)
                if (await Milliseconds(() => attempt(round)) is var time && round > 0)
                    times[name].Add(time);
        return times;
    }

    private static async Task<double> Milliseconds(Func<Task> attempt)
    {
        var start = Stopwatch.GetTimestamp();
        await Refused.By(attempt);
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }

    // Three, each tried every third time, so that none of them is locked by it.
    private static async Task<List<Factory>> Open(IdentityServer server, int count)
    {
        var factories = new List<Factory>();
        for (var i = 0; i < count; i++) factories.Add(await server.OpenFactory());
        return factories;
    }

    private static async Task Lock(IdentityServer server, string slug, string email)
    {
        for (var i = 0; i < 5; i++) await Refused.By(() => server.SignIn(slug, email, Wrong));
    }
}
