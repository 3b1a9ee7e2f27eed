using Grpc.Core;

namespace FactoryFlow.Feed.Tests.Api;

/// <summary>The four call objects hand out what they were made of, whichever constructor made them.</summary>
public sealed class CallObjectTests
{
    private static readonly Metadata Headers = [];
    private static readonly Metadata Trailers = [];
    private readonly List<object> _disposedWith = [];

    [Fact(Timeout = Bounded.Milliseconds)]
    public async Task A_unary_call_can_be_awaited_itself()
    {
        var call = new AsyncUnaryCall<string>(Task.FromResult("answer"), Task.FromResult(Headers), () => Status.DefaultCancelled, () => Trailers, Disposed);
        (await call).ShouldBe("answer");
        (await call.ConfigureAwait(false)).ShouldBe("answer");
        (await call.ResponseAsync.WaitAsync(Bounded.Token)).ShouldBe("answer");
        await CheckAsync(call, call.ResponseHeadersAsync, call.GetStatus, call.GetTrailers, "nothing");
    }

    [Fact(Timeout = Bounded.Milliseconds)]
    public async Task A_client_streaming_call_can_be_awaited_itself()
    {
        var writer = new Writer();
        var call = new AsyncClientStreamingCall<string, string>(
            writer, Task.FromResult("answer"), Task.FromResult(Headers), () => Status.DefaultCancelled, () => Trailers, Disposed);
        (await call).ShouldBe("answer");
        (await call.ConfigureAwait(false)).ShouldBe("answer");
        call.RequestStream.ShouldBeSameAs(writer);
        await CheckAsync(call, call.ResponseHeadersAsync, call.GetStatus, call.GetTrailers, "nothing");
    }

    [Fact(Timeout = Bounded.Milliseconds)]
    public async Task Streaming_calls_hand_out_their_streams()
    {
        var (writer, reader) = (new Writer(), new Reader());
        var server = new AsyncServerStreamingCall<string>(reader, Task.FromResult(Headers), () => Status.DefaultCancelled, () => Trailers, Disposed);
        var duplex = new AsyncDuplexStreamingCall<string, string>(
            writer, reader, Task.FromResult(Headers), () => Status.DefaultCancelled, () => Trailers, Disposed);
        (server.ResponseStream, duplex.RequestStream, duplex.ResponseStream).ShouldBe((reader, writer, reader));
        await CheckAsync(server, server.ResponseHeadersAsync, server.GetStatus, server.GetTrailers, "nothing");
        await CheckAsync(duplex, duplex.ResponseHeadersAsync, duplex.GetStatus, duplex.GetTrailers, "nothing", "nothing");
    }

    [Fact(Timeout = Bounded.Milliseconds)]
    public async Task Functions_with_a_state_are_given_it()
    {
        var unary = new AsyncUnaryCall<string>(Task.FromResult(""), HeadersOf, StatusOf, TrailersOf, _disposedWith.Add, this);
        var client = new AsyncClientStreamingCall<string, string>(new Writer(), Task.FromResult(""), HeadersOf, StatusOf, TrailersOf, _disposedWith.Add, this);
        var server = new AsyncServerStreamingCall<string>(new Reader(), HeadersOf, StatusOf, TrailersOf, _disposedWith.Add, this);
        var duplex = new AsyncDuplexStreamingCall<string, string>(new Writer(), new Reader(), HeadersOf, StatusOf, TrailersOf, _disposedWith.Add, this);
        await CheckAsync(unary, unary.ResponseHeadersAsync, unary.GetStatus, unary.GetTrailers, this);
        await CheckAsync(client, client.ResponseHeadersAsync, client.GetStatus, client.GetTrailers, this, this);
        await CheckAsync(server, server.ResponseHeadersAsync, server.GetStatus, server.GetTrailers, this, this, this);
        await CheckAsync(duplex, duplex.ResponseHeadersAsync, duplex.GetStatus, duplex.GetTrailers, this, this, this, this);
    }

    [Fact(Timeout = Bounded.Milliseconds)]
    public async Task A_writer_that_cannot_cancel_refuses_a_token_that_can()
    {
        IAsyncStreamWriter<string> writer = new Writer();
        await writer.WriteAsync("kept", CancellationToken.None).WaitAsync(Bounded.Token);
        using var source = new CancellationTokenSource();
        Should.Throw<NotSupportedException>(() => { writer.WriteAsync("lost", source.Token); }).Message
            .ShouldBe("Cancellation of stream writes is not supported by this gRPC implementation.");
        ((Writer)writer).Written.ShouldBe(["kept"]);
    }

    [Fact(Timeout = Bounded.Milliseconds)]
    public async Task A_reader_is_read_without_a_token_or_with_await_foreach()
    {
        (await new Reader("a").MoveNext().WaitAsync(Bounded.Token)).ShouldBeTrue();
        List<string> read = [];
        await foreach (var message in new Reader("a", "b").ReadAllAsync(Bounded.Token))
            read.Add(message);
        read.ShouldBe(["a", "b"]);
    }

    private void Disposed() => _disposedWith.Add("nothing");

    private Task<Metadata> HeadersOf(object state) => Task.FromResult(state == this ? Headers : Metadata.Empty);

    private Status StatusOf(object state) => state == this ? Status.DefaultCancelled : Status.DefaultSuccess;

    private Metadata TrailersOf(object state) => state == this ? Trailers : Metadata.Empty;

    private async Task CheckAsync(IDisposable call, Task<Metadata> headers, Func<Status> status, Func<Metadata> trailers, params object[] disposedWith)
    {
        (await headers.WaitAsync(Bounded.Token)).ShouldBeSameAs(Headers);
        status().ShouldBe(Status.DefaultCancelled);
        trailers().ShouldBeSameAs(Trailers);
        call.Dispose();
        _disposedWith.ShouldBe(disposedWith);
    }

    private sealed class Writer : IClientStreamWriter<string>
    {
        public List<string> Written { get; } = [];

        public WriteOptions? WriteOptions { get; set; }

        public Task CompleteAsync() => Task.CompletedTask;

        public Task WriteAsync(string message)
        {
            Written.Add(message);
            return Task.CompletedTask;
        }
    }

    private sealed class Reader(params string[] messages) : IAsyncStreamReader<string>
    {
        private int _at = -1;

        public string Current => messages[_at];

        public Task<bool> MoveNext(CancellationToken cancellationToken) => Task.FromResult(++_at < messages.Length);
    }
}
