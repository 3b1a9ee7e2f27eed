using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Yarp.ReverseProxy.Configuration;

namespace FactoryFlow.Feed.Tests.Hashing;

/// <summary>The official proxy marks a session with the hash of its destination, as the reference implementation computes it.</summary>
public sealed class HashCookieTests
{
    // The reference implementation's XXH64 of "ONLY" in UTF-16, which is what the proxy hashes for a destination named "only".
    private const string HashOfDestination = "04491406658d104e";

    [Fact(Timeout = Bounded.Milliseconds)]
    public async Task A_session_is_marked_with_the_hash_of_its_destination()
    {
        await using var destination = await StartAsync(_ => { }, app => app.MapGet("/", () => "served"));
        await using var proxy = await StartAsync(services => AddProxy(services, destination.Urls.Single()), app => app.MapReverseProxy());
        using var client = new HttpClient();
        using var response = await client.GetAsync(new Uri(proxy.Urls.Single()), Bounded.Token);
        response.Headers.GetValues("Set-Cookie").Single().ShouldStartWith($"session={HashOfDestination};");
    }

    private static void AddProxy(IServiceCollection services, string destination)
    {
        var affinity = new SessionAffinityConfig { Enabled = true, Policy = "HashCookie", AffinityKeyName = "session" };
        var destinations = new Dictionary<string, DestinationConfig> { ["only"] = new() { Address = destination } };
        services.AddReverseProxy().LoadFromMemory(
            [new RouteConfig { RouteId = "all", ClusterId = "all", Match = new RouteMatch { Path = "{**rest}" } }],
            [new ClusterConfig { ClusterId = "all", SessionAffinity = affinity, Destinations = destinations }]);
    }

    private static async Task<WebApplication> StartAsync(Action<IServiceCollection> add, Action<WebApplication> map)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        add(builder.Services);
        var app = builder.Build();
        map(app);
        await app.StartAsync(Bounded.Token);
        return app;
    }
}
