using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace FactoryFlow.Testing;

/// <summary>Stands between a client and RabbitMQ, and can lose the next connection once the broker has said so much on it.</summary>
public sealed class AmqpProxy : IAsyncDisposable
{
    private const int HeadLength = 7;

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentDictionary<Guid, CancellationTokenSource> _links = new();
    private readonly string _broker;
    private readonly Task _accepting;
    private Doom? _next;

    /// <summary>Stands before that broker.</summary>
    public AmqpProxy(string connectionString)
    {
        _broker = connectionString;
        _listener.Start();
        _accepting = Accept();
    }

    /// <summary>The connection string with this in between.</summary>
    public string ConnectionString => new UriBuilder(_broker) { Port = ((IPEndPoint)_listener.LocalEndpoint).Port }.Uri.ToString();

    /// <summary>Whether the doomed connection was lost by now.</summary>
    public bool WasLost { get; private set; }

    /// <summary>Loses the next connection behind the broker's first <paramref name="frames" /> frames, at once or after it was silent for a while.</summary>
    public void LoseNextAfter(int frames, TimeSpan silence = default) => _next = new Doom(frames, silence);

    /// <summary>Loses every connection that there is.</summary>
    public void LoseAll()
    {
        foreach (var link in _links.Values) link.Cancel();
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private async Task Accept()
    {
        while (!_stop.IsCancellationRequested) _ = Serve(await _listener.AcceptTcpClientAsync(_stop.Token), Interlocked.Exchange(ref _next, null));
    }

    private async Task Serve(TcpClient client, Doom? doom)
    {
        using var link = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
        var id = Guid.NewGuid();
        _links[id] = link;
        using (client)
        using (var server = new TcpClient())
        {
            await server.ConnectAsync(IPAddress.Loopback, new Uri(_broker).Port, link.Token);
            client.NoDelay = server.NoDelay = true;
            var requests = client.GetStream().CopyToAsync(server.GetStream(), link.Token);
            await Task.WhenAny(requests, Answers(server.GetStream(), client.GetStream(), doom, link.Token));
        }

        _links.TryRemove(id, out _);
        if (doom is not null) WasLost = true;
    }

    private static async Task Answers(NetworkStream from, NetworkStream to, Doom? doom, CancellationToken ct)
    {
        var head = new byte[HeadLength];
        for (var frames = 0; frames != doom?.Frames; frames++)
        {
            await from.ReadExactlyAsync(head, ct);
            // A frame is its type, its channel, its length, its content and an end mark.
            var rest = new byte[BinaryPrimitives.ReadUInt32BigEndian(head.AsSpan(3)) + 1];
            await from.ReadExactlyAsync(rest, ct);
            await to.WriteAsync(head, ct);
            await to.WriteAsync(rest, ct);
        }

        await Task.Delay(doom.Silence, ct);
    }

    private sealed record Doom(int Frames, TimeSpan Silence);
}
