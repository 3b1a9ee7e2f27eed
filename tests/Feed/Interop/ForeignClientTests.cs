using System.Text.Json;
using System.Text.Json.Nodes;
using FactoryFlow.Feed.Tests.Calls;
using Grpc.Core;

namespace FactoryFlow.Feed.Tests.Interop;

/// <summary>A client by other authors is served as it should be by a server that stands on the stand-ins.</summary>
[Collection(nameof(ForeignPeer))]
public sealed class ForeignClientTests(ForeignPeer foreign)
{
    private readonly ForeignPeer _peer = foreign.OrSkip();

    [Fact(Timeout = Bounded.Milliseconds)]
    public async Task It_gets_the_response_with_headers_and_trailers_in_text_and_bytes()
    {
        await using var server = await EchoServer.StartAsync();
        var metadata = new Dictionary<string, string> { ["x-tenant"] = "acme", ["x-key-bin"] = Convert.ToBase64String([0, 127, 255]) };
        var seen = await CallAsync(server, "say", new { note = new { text = "grüß", count = -7 }, metadata });
        ((int)seen["code"]!, (string)seen["response"]!["text"]!, (int)seen["response"]!["count"]!).ShouldBe((0, "grüß", -7));
        foreach (var entries in new[] { seen["headers"]!, seen["trailers"]! })
            ((string)entries["x-tenant"]!, (string)entries["x-key-bin"]!).ShouldBe((metadata["x-tenant"], metadata["x-key-bin"]));
    }

    [Fact(Timeout = Bounded.Milliseconds)]
    public async Task It_streams_and_is_answered_once()
    {
        await using var server = await EchoServer.StartAsync();
        var seen = await CallAsync(server, "collect", new { notes = new[] { new { text = "a" }, new { text = "b" } } });
        ((int)seen["code"]!, (string)seen["response"]!["text"]!, (int)seen["response"]!["count"]!).ShouldBe((0, "ab", 2));
    }

    [Fact(Timeout = Bounded.Milliseconds)]
    public async Task It_reads_a_stream_to_its_trailers()
    {
        await using var server = await EchoServer.StartAsync();
        var seen = await CallAsync(server, "repeat", new { note = new { text = "n", count = 500 } });
        Counts(seen).ShouldBe(Enumerable.Range(1, 500));
        ((string)seen["trailers"]!["x-sent"]!).ShouldBe("500");
    }

    [Fact(Timeout = Bounded.Milliseconds)]
    public async Task It_streams_in_turns_with_the_server()
    {
        await using var server = await EchoServer.StartAsync();
        var seen = await CallAsync(server, "chat", new { notes = new[] { new { count = 1 }, new { count = 2 }, new { count = 3 } } });
        Counts(seen).ShouldBe([1, 2, 3]);
    }

    [Theory(Timeout = Bounded.Milliseconds)]
    [InlineData(StatusCode.InvalidArgument)]
    [InlineData(StatusCode.NotFound)]
    [InlineData(StatusCode.Unauthenticated)]
    public async Task It_learns_the_status_the_detail_and_the_trailers_of_a_failure(StatusCode code)
    {
        await using var server = await EchoServer.StartAsync();
        var payload = Convert.ToBase64String([0, 255]);
        var seen = await CallAsync(server, "fail", new { note = new { count = (int)code, text = "100 % größer", payload } });
        ((int)seen["code"]!, (string)seen["details"]!).ShouldBe(((int)code, "100 % größer"));
        ((string)seen["trailers"]!["x-reason"]!, (string)seen["trailers"]!["x-reason-bin"]!).ShouldBe(("ASKED_TO", payload));
    }

    [Fact(Timeout = Bounded.Milliseconds)]
    public async Task Its_deadline_ends_the_call_on_both_sides()
    {
        await using var server = await EchoServer.StartAsync();
        await CallAsync(server, "say", new { note = new { } });
        var seen = await CallAsync(server, "wait", new { note = new { }, deadline = 1_000 });
        ((StatusCode)(int)seen["code"]!).ShouldBe(StatusCode.DeadlineExceeded);
        await server.Observed.Cancelled;
        server.Observed.Deadline.ShouldBe(DateTime.UtcNow, TimeSpan.FromSeconds(10));
    }

    [Fact(Timeout = Bounded.Milliseconds)]
    public async Task Its_cancellation_reaches_the_server()
    {
        await using var server = await EchoServer.StartAsync();
        var waiting = CallAsync(server, "wait", new { note = new { } });
        await server.Observed.Started;
        await _peer.RunAsync("cancel");
        ((StatusCode)(int)(await waiting)["code"]!).ShouldBe(StatusCode.Cancelled);
        await server.Observed.Cancelled;
    }

    // The numbers are the foreign library's own for these encodings.
    [Theory(Timeout = Bounded.Milliseconds)]
    [InlineData("deflate", 1)]
    [InlineData("gzip", 2)]
    public async Task It_compresses_and_decompresses(string encoding, int number)
    {
        var provider = new CountingProvider(encoding);
        await using var server = await EchoServer.StartAsync(options =>
            (options.CompressionProviders, options.ResponseCompressionAlgorithm) = ([provider], encoding));
        var options = new Dictionary<string, int> { ["grpc.default_compression_algorithm"] = number };
        var text = new string('a', 50_000);
        var seen = await CallAsync(server, "say", new { note = new { text }, options });
        ((string)seen["response"]!["text"]!).ShouldBe(text);
        (server.Observed.Encoding, provider.Decompressed, provider.Compressed).ShouldBe((encoding, 1, 1));
    }

    private static IEnumerable<int> Counts(JsonNode seen) => seen["response"]!.AsArray().Select(note => (int)note!["count"]!);

    private Task<JsonNode> CallAsync(EchoServer server, string scenario, object arguments)
    {
        var command = JsonSerializer.SerializeToNode(arguments)!.AsObject();
        command["target"] = new Uri(server.Address).Authority;
        return _peer.RunAsync(scenario, command);
    }
}
