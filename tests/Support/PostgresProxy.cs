using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace FactoryFlow.Testing;

/// <summary>
/// Stands between a service and PostgreSQL, counts round trips (each ends with the server's ReadyForQuery) and cuts a
/// connection at a chosen moment, as a crash would.
/// </summary>
public sealed class PostgresProxy : IAsyncDisposable
{
    private const byte ReadyForQuery = (byte)'Z';
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly int _port;
    private readonly Task _accepting;
    private int _roundTrips;
    private byte[]? _cutBehind;

    /// <summary>Stands before the server at that loopback port.</summary>
    public PostgresProxy(int port)
    {
        _port = port;
        _listener.Start();
        _accepting = Accept();
    }

    /// <summary>How many round trips went through so far.</summary>
    public int RoundTrips => Volatile.Read(ref _roundTrips);

    /// <summary>How many connections were cut.</summary>
    public int Cuts { get; private set; }

    /// <summary>The connection string with this in between.</summary>
    public string Through(string connectionString) => new NpgsqlConnectionStringBuilder(connectionString)
    {
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port,
        SslMode = SslMode.Disable,
        GssEncryptionMode = GssEncryptionMode.Disable,
    }.ConnectionString;

    /// <summary>Once the server has answered something that holds this text, the client's next word is not passed on and its connection ends.</summary>
    public void CutBehind(string text) => _cutBehind = System.Text.Encoding.UTF8.GetBytes(text);

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
        while (!_stop.IsCancellationRequested)
        {
            var client = await _listener.AcceptTcpClientAsync(_stop.Token);
            _ = Serve(client);
        }
    }

    private async Task Serve(TcpClient client)
    {
        using var server = new TcpClient();
        using (client)
        {
            await server.ConnectAsync(IPAddress.Loopback, _port, _stop.Token);
            client.NoDelay = server.NoDelay = true;
            var link = new Link();
            await Task.WhenAny(Requests(client.GetStream(), server.GetStream(), link), Answers(server.GetStream(), client.GetStream(), link));
        }
    }

    private async Task Requests(NetworkStream from, NetworkStream to, Link link)
    {
        var buffer = new byte[65536];
        while (await from.ReadAsync(buffer, _stop.Token) is > 0 and var read)
        {
            if (link.IsDoomed)
            {
                Cuts++;
                return;
            }

            await to.WriteAsync(buffer.AsMemory(0, read), _stop.Token);
        }
    }

    private async Task Answers(NetworkStream from, NetworkStream to, Link link)
    {
        var buffer = new byte[65536];
        while (await from.ReadAsync(buffer, _stop.Token) is > 0 and var read)
        {
            var answer = buffer.AsMemory(0, read);
            Interlocked.Add(ref _roundTrips, link.CountReady(answer.Span));
            if (_cutBehind is { } text && answer.Span.IndexOf(text) >= 0)
            {
                _cutBehind = null;
                link.IsDoomed = true;
            }

            await to.WriteAsync(answer, _stop.Token);
        }
    }

    private sealed class Link
    {
        private readonly byte[] _head = new byte[5];
        private int _headBytes, _bodyLeft;

        public volatile bool IsDoomed;

        // Messages are a type, a length that counts itself, and a body; any of them may be split between reads.
        public int CountReady(ReadOnlySpan<byte> bytes)
        {
            var ready = 0;
            while (bytes.Length > 0)
            {
                if (_bodyLeft > 0)
                {
                    var skipped = Math.Min(_bodyLeft, bytes.Length);
                    _bodyLeft -= skipped;
                    bytes = bytes[skipped..];
                    continue;
                }

                _head[_headBytes++] = bytes[0];
                bytes = bytes[1..];
                if (_headBytes < _head.Length) continue;
                _headBytes = 0;
                _bodyLeft = BinaryPrimitives.ReadInt32BigEndian(_head.AsSpan(1)) - 4;
                if (_head[0] == ReadyForQuery) ready++;
            }

            return ready;
        }
    }
}
