using System.IO.Compression;
using FactoryFlow.Feed.Tests.V1;
using Google.Protobuf;
using Grpc.Core;

namespace FactoryFlow.Feed.Tests.Calls;

/// <summary>Messages may be compressed, and may be as big as both sides allow.</summary>
public sealed class CompressionAndSizeTests
{
    private const int Megabyte = 1024 * 1024;

    // The header by which a client asks for its requests to be compressed.
    private const string Request = "grpc-internal-encoding-request";

    private static readonly Note Repetitive = new() { Text = new string('a', 100_000) };

    public static TheoryData<string> Encodings => ["gzip", "deflate"];

    [Theory(Timeout = Bounded.Milliseconds)]
    [MemberData(nameof(Encodings))]
    public async Task Messages_are_compressed_in_both_directions(string encoding)
    {
        CountingProvider serverSide = new(encoding), clientSide = new(encoding);
        await using var server = await EchoServer.StartAsync(options =>
            (options.CompressionProviders, options.ResponseCompressionAlgorithm) = ([serverSide], encoding));
        var client = server.Client(options => options.CompressionProviders = [clientSide]);
        (await client.SayAsync(Repetitive, new Metadata { { Request, encoding } }, cancellationToken: Bounded.Token)).ShouldBe(Repetitive);
        (serverSide.Compressed, serverSide.Decompressed, clientSide.Compressed, clientSide.Decompressed).ShouldBe((1, 1, 1, 1));
        server.Observed.Encoding.ShouldBe(encoding);
    }

    [Theory(Timeout = Bounded.Milliseconds)]
    [MemberData(nameof(Encodings))]
    public async Task The_providers_that_come_with_the_library_understand_each_other(string encoding)
    {
        await using var server = await EchoServer.StartAsync(options => options.ResponseCompressionAlgorithm = encoding);
        var client = server.Client();
        (await client.SayAsync(Repetitive, new Metadata { { Request, encoding } }, cancellationToken: Bounded.Token)).ShouldBe(Repetitive);
        server.Observed.Encoding.ShouldBe(encoding);
    }

    [Fact(Timeout = Bounded.Milliseconds)]
    public async Task A_message_can_be_exempt_from_compression()
    {
        var provider = new CountingProvider("gzip");
        await using var server = await EchoServer.StartAsync();
        using var call = server.Client(options => options.CompressionProviders = [provider])
            .Chat(new Metadata { { Request, "gzip" } }, cancellationToken: Bounded.Token);
        call.RequestStream.WriteOptions = new WriteOptions(WriteFlags.NoCompress);
        await call.RequestStream.WriteAsync(Repetitive, Bounded.Token);
        call.RequestStream.WriteOptions = WriteOptions.Default;
        await call.RequestStream.WriteAsync(Repetitive, Bounded.Token);
        await call.RequestStream.CompleteAsync().WaitAsync(Bounded.Token);
        (await call.ResponseStream.ReadAllAsync(Bounded.Token).ToListAsync(Bounded.Token)).ShouldBe([Repetitive, Repetitive]);
        provider.Compressed.ShouldBe(1);
    }

    [Theory]
    [InlineData("gzip", true)]
    [InlineData("deflate", false)]
    public void What_a_provider_compresses_it_decompresses(string encoding, bool leavesOpen)
    {
        var (provider, packed, unpacked) = (CountingProvider.Official(encoding), new MemoryStream(), new MemoryStream());
        using (var stream = provider.CreateCompressionStream(packed, CompressionLevel.SmallestSize))
            stream.Write(Repetitive.ToByteArray());
        (provider.EncodingName, packed.CanRead, packed.ToArray().Length < 1_000).ShouldBe((encoding, leavesOpen, true));
        using (var stream = provider.CreateDecompressionStream(new MemoryStream(packed.ToArray())))
            stream.CopyTo(unpacked);
        unpacked.ToArray().ShouldBe(Repetitive.ToByteArray());
    }

    [Fact(Timeout = Bounded.Milliseconds)]
    public async Task A_big_message_passes_where_both_sides_allow_it()
    {
        await using var server = await EchoServer.StartAsync(options => options.MaxReceiveMessageSize = 20 * Megabyte);
        var client = server.Client(options => options.MaxReceiveMessageSize = 20 * Megabyte);
        (await client.SayAsync(Big(16 * Megabyte), cancellationToken: Bounded.Token)).ShouldBe(Big(16 * Megabyte));
    }

    [Fact(Timeout = Bounded.Milliseconds)]
    public async Task A_request_beyond_the_servers_limit_is_refused()
    {
        await using var server = await EchoServer.StartAsync();
        var failure = await FailureOf(server.Client().SayAsync(Big(4 * Megabyte), cancellationToken: Bounded.Token));
        (failure.StatusCode, failure.Status.Detail).ShouldBe((StatusCode.ResourceExhausted, "Received message exceeds the maximum configured message size."));
    }

    [Fact(Timeout = Bounded.Milliseconds)]
    public async Task A_response_beyond_the_clients_limit_is_refused()
    {
        await using var server = await EchoServer.StartAsync();
        var client = server.Client(options => options.MaxReceiveMessageSize = 1_000);
        var failure = await FailureOf(client.SayAsync(Big(1_000), cancellationToken: Bounded.Token));
        (failure.StatusCode, failure.Status.Detail).ShouldBe((StatusCode.ResourceExhausted, "Received message exceeds the maximum configured message size."));
    }

    [Fact(Timeout = Bounded.Milliseconds)]
    public async Task A_request_beyond_the_clients_own_limit_is_not_sent()
    {
        await using var server = await EchoServer.StartAsync();
        var client = server.Client(options => options.MaxSendMessageSize = 1_000);
        var failure = await FailureOf(client.SayAsync(Big(1_000), cancellationToken: Bounded.Token));
        (failure.StatusCode, server.Observed.Method).ShouldBe((StatusCode.ResourceExhausted, null));
    }

    private static Note Big(int size) => new() { Payload = ByteString.CopyFrom(new byte[size]) };

    private static Task<RpcException> FailureOf(AsyncUnaryCall<Note> call) => Should.ThrowAsync<RpcException>(call.ResponseAsync.WaitAsync(Bounded.Token));
}
