using FactoryFlow.Feed.Tests.V1;
using Grpc.Core;

namespace FactoryFlow.Feed.Tests.Calls;

/// <summary>Headers and trailers arrive as they were sent, text and bytes, in both directions.</summary>
public sealed class MetadataOverTheWireTests
{
    private static readonly Note Any = new() { Text = "any" };

    [Fact(Timeout = Bounded.Milliseconds)]
    public async Task Text_goes_there_and_comes_back_in_headers_and_trailers()
    {
        await using var server = await EchoServer.StartAsync();
        using var call = server.Client().SayAsync(Any, new Metadata { { "X-Tenant", "acme" } }, cancellationToken: Bounded.Token);
        var headers = await call.ResponseHeadersAsync.WaitAsync(Bounded.Token);
        await call;
        (headers.GetValue("x-tenant"), call.GetTrailers().GetValue("x-tenant")).ShouldBe(("acme", "acme"));
    }

    [Theory(Timeout = Bounded.Milliseconds)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(256)]
    public async Task Bytes_go_there_and_come_back_in_headers_and_trailers(int length)
    {
        var bytes = Enumerable.Range(0, length).Select(number => (byte)number).ToArray();
        await using var server = await EchoServer.StartAsync();
        using var call = server.Client().SayAsync(Any, new Metadata { { "x-key-bin", bytes } }, cancellationToken: Bounded.Token);
        (await call.ResponseHeadersAsync.WaitAsync(Bounded.Token)).GetValueBytes("x-key-bin").ShouldBe(bytes);
        await call;
        call.GetTrailers().GetValueBytes("x-key-bin").ShouldBe(bytes);
    }

    // HTTP may join values of one header, and the official transport does.
    [Fact(Timeout = Bounded.Milliseconds)]
    public async Task A_key_may_be_sent_more_than_once()
    {
        await using var server = await EchoServer.StartAsync();
        using var call = server.Client().SayAsync(Any, new Metadata { { "x-a", "1" }, { "x-a", "2" } }, cancellationToken: Bounded.Token);
        await call;
        string.Join(", ", call.GetTrailers().GetAll("x-a").Select(entry => entry.Value)).ShouldBe("1, 2");
    }

    [Fact(Timeout = Bounded.Milliseconds)]
    public async Task Headers_arrive_before_a_stream_of_responses_ends()
    {
        await using var server = await EchoServer.StartAsync();
        using var call = server.Client().Chat(cancellationToken: Bounded.Token);
        await call.RequestStream.WriteAsync(Any, Bounded.Token);
        (await call.ResponseHeadersAsync.WaitAsync(Bounded.Token)).Get("date").ShouldNotBeNull();
    }
}
