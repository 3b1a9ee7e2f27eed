using FactoryFlow.Feed.Tests.Calls;
using FactoryFlow.Feed.Tests.V1;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;

namespace FactoryFlow.Feed.Tests.Interop;

/// <summary>A client that stands on the stand-ins understands a server by other authors.</summary>
[Collection(nameof(ForeignPeer))]
public sealed class ForeignServerTests : IDisposable
{
    private readonly ForeignPeer _peer;
    private readonly GrpcChannel _channel;
    private readonly Echo.EchoClient _client;

    public ForeignServerTests(ForeignPeer peer)
    {
        _peer = peer.OrSkip();
        _channel = GrpcChannel.ForAddress(_peer.Address);
        _client = new Echo.EchoClient(_channel);
    }

    public void Dispose() => _channel.Dispose();

    [Fact(Timeout = Bounded.Milliseconds)]
    public async Task It_returns_the_response_with_headers_and_trailers_in_text_and_bytes()
    {
        var sent = new Note { Text = "grüß", Count = -7, Payload = ByteString.CopyFrom(0, 255) };
        using var call = _client.SayAsync(sent, new Metadata { { "x-tenant", "acme" }, { "x-key-bin", [0, 127, 255] } }, cancellationToken: Bounded.Token);
        var headers = await call.ResponseHeadersAsync.WaitAsync(Bounded.Token);
        (await call).ShouldBe(sent);
        foreach (var entries in new[] { headers, call.GetTrailers() })
            (entries.GetValue("x-tenant"), entries.GetValueBytes("x-key-bin")!.Last()).ShouldBe(("acme", (byte)255));
    }

    [Fact(Timeout = Bounded.Milliseconds)]
    public async Task It_reads_a_stream_and_answers_once()
    {
        using var call = _client.Collect(cancellationToken: Bounded.Token);
        await call.RequestStream.WriteAsync(new Note { Text = "a" }, Bounded.Token);
        await call.RequestStream.WriteAsync(new Note { Text = "b" }, Bounded.Token);
        await call.RequestStream.CompleteAsync().WaitAsync(Bounded.Token);
        (await call).ShouldBe(new Note { Text = "ab", Count = 2 });
    }

    [Fact(Timeout = Bounded.Milliseconds)]
    public async Task It_streams_to_its_trailers()
    {
        using var call = _client.Repeat(new Note { Count = 500 }, cancellationToken: Bounded.Token);
        var counts = await call.ResponseStream.ReadAllAsync(Bounded.Token).Select(note => note.Count).ToListAsync(Bounded.Token);
        counts.ShouldBe(Enumerable.Range(1, 500));
        call.GetTrailers().GetValue("x-sent").ShouldBe("500");
    }

    [Fact(Timeout = Bounded.Milliseconds)]
    public async Task It_streams_in_turns_with_the_client()
    {
        using var call = _client.Chat(cancellationToken: Bounded.Token);
        for (var turn = 1; turn <= 3; turn++)
        {
            await call.RequestStream.WriteAsync(new Note { Count = turn }, Bounded.Token);
            (await call.ResponseStream.MoveNext(Bounded.Token)).ShouldBeTrue();
            call.ResponseStream.Current.Count.ShouldBe(turn);
        }

        await call.RequestStream.CompleteAsync().WaitAsync(Bounded.Token);
        (await call.ResponseStream.MoveNext(Bounded.Token)).ShouldBeFalse();
    }

    [Theory(Timeout = Bounded.Milliseconds)]
    [InlineData(StatusCode.InvalidArgument)]
    [InlineData(StatusCode.NotFound)]
    [InlineData(StatusCode.Unauthenticated)]
    public async Task Its_failures_carry_status_detail_and_trailers(StatusCode code)
    {
        var request = new Note { Count = (int)code, Text = "100 % größer", Payload = ByteString.CopyFrom(0, 255) };
        var failure = await Should.ThrowAsync<RpcException>(_client.FailAsync(request, cancellationToken: Bounded.Token).ResponseAsync);
        (failure.StatusCode, failure.Status.Detail, failure.Trailers.GetValue("x-reason")).ShouldBe((code, request.Text, "ASKED_TO"));
        failure.Trailers.GetValueBytes("x-reason-bin").ShouldBe([0, 255]);
    }

    [Fact(Timeout = Bounded.Milliseconds)]
    public async Task A_deadline_ends_its_call()
    {
        var before = await ObservedAsync("cancelledWaits");
        await _client.SayAsync(new Note(), cancellationToken: Bounded.Token);
        var call = _client.WaitAsync(new Note(), deadline: DateTime.UtcNow.AddSeconds(1), cancellationToken: Bounded.Token);
        (await Should.ThrowAsync<RpcException>(call.ResponseAsync)).StatusCode.ShouldBe(StatusCode.DeadlineExceeded);
        await UntilAsync("cancelledWaits", before + 1);
    }

    [Fact(Timeout = Bounded.Milliseconds)]
    public async Task A_cancellation_reaches_it()
    {
        var (started, cancelled) = (await ObservedAsync("startedWaits"), await ObservedAsync("cancelledWaits"));
        using var source = CancellationTokenSource.CreateLinkedTokenSource(Bounded.Token);
        var call = _client.WaitAsync(new Note(), cancellationToken: source.Token);
        await UntilAsync("startedWaits", started + 1);
        await source.CancelAsync();
        (await Should.ThrowAsync<RpcException>(call.ResponseAsync)).StatusCode.ShouldBe(StatusCode.Cancelled);
        await UntilAsync("cancelledWaits", cancelled + 1);
    }

    [Theory(Timeout = Bounded.Milliseconds)]
    [InlineData("deflate")]
    [InlineData("gzip")]
    public async Task It_understands_compressed_requests(string encoding)
    {
        var provider = new CountingProvider(encoding);
        using var channel = GrpcChannel.ForAddress(_peer.Address, new GrpcChannelOptions { CompressionProviders = [provider] });
        var (sent, headers) = (new Note { Text = new string('a', 50_000) }, new Metadata { { "grpc-internal-encoding-request", encoding } });
        (await new Echo.EchoClient(channel).SayAsync(sent, headers, cancellationToken: Bounded.Token)).ShouldBe(sent);
        provider.Compressed.ShouldBe(1);
    }

    private async Task<int> ObservedAsync(string counter) => (int)(await _peer.RunAsync("observe"))[counter]!;

    private async Task UntilAsync(string counter, int value)
    {
        while (await ObservedAsync(counter) < value)
            await Task.Delay(20, Bounded.Token);
    }
}
