using System.Text.Json.Nodes;

namespace FactoryFlow.Feed.Tests.Switch;

/// <summary>Projects name official packages; the switch alone decides what they get.</summary>
public sealed class SwitchTests
{
    [Theory(Timeout = Bounded.Milliseconds)]
    [InlineData("Grpc.Core.Api Google.Protobuf", "Google.Protobuf", "Grpc.Core.Api")]
    [InlineData("Grpc.AspNetCore.Server Grpc.Net.Client", "Grpc.AspNetCore.Server Grpc.Net.Client", "Grpc.Net.Common")]
    [InlineData("Grpc.Net.Client Grpc.Core.Api Grpc.Net.Common", "Grpc.Net.Client", "Grpc.Core.Api Grpc.Net.Common")]
    [InlineData("Yarp.ReverseProxy", "Yarp.ReverseProxy", "System.IO.Hashing")]
    [InlineData("Npgsql", "Npgsql", "")]
    public async Task What_the_feed_lacks_is_replaced(string named, string packages, string standIns)
    {
        var items = await Sample.EvaluateAsync(Names(named));
        Identities(items, "PackageReference").ShouldBe(Names(packages), ignoreOrder: true);
        Identities(items, "ProjectReference").Select(Path.GetFullPath).ShouldBe(Names(standIns).Select(StandIn), ignoreOrder: true);
    }

    // The official packages do not restore here, so that evaluating is as far as this can be tested.
    [Fact(Timeout = Bounded.Milliseconds)]
    public async Task With_the_switch_on_every_package_is_the_official_one()
    {
        var named = Names("Grpc.AspNetCore.Server Grpc.Core.Api Grpc.Net.Client Grpc.Net.Common System.IO.Hashing Yarp.ReverseProxy");
        var items = await Sample.EvaluateAsync(named, "-p:OfficialGrpc=true");
        Identities(items, "PackageReference").ShouldBe(named, ignoreOrder: true);
        Identities(items, "ProjectReference").ShouldBeEmpty();
        named.Except(Identities(items, "PackageVersion")).ShouldBeEmpty("a package without a version does not restore");
    }

    [Fact]
    public void Every_stand_in_exists() =>
        Names("Grpc.Core.Api Grpc.Net.Common System.IO.Hashing").Select(StandIn).ShouldAllBe(project => File.Exists(project));

    private static string[] Names(string separated) => separated.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private static string StandIn(string name) => Path.Combine(Repository.Root, "feed", name, $"{name}.csproj");

    private static IEnumerable<string> Identities(JsonNode items, string kind) => items[kind]!.AsArray().Select(item => (string)item!["Identity"]!);
}
