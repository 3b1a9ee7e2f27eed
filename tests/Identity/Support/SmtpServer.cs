using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace FactoryFlow.Identity.Tests.Support;

/// <summary>How the SMTP server treats the next mail.</summary>
internal enum Play
{
    Success,
    TryLater,
    NoSuchMailbox,
    WrongPassword,
    Disconnect,
    DisconnectAfterTheMail,
    Hang,
}

/// <summary>A mail as the server took it.</summary>
internal sealed record TakenMail(string From, string To, IReadOnlyDictionary<string, string> Headers, string Text);

/// <summary>
/// An SMTP server of a test's own on loopback, which plays what the test asks for, mail by mail; success when nothing is asked.
/// </summary>
internal sealed class SmtpServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentQueue<Play> _plays;
    private readonly Task _accepting;
    private int _visits;

    public SmtpServer(params Play[] plays)
    {
        _plays = new(plays);
        _listener.Start();
        _accepting = Accept();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>How often somebody came to hand over a mail.</summary>
    public int Visits => _visits;

    public ConcurrentQueue<TakenMail> Taken { get; } = new();

    /// <summary>The settings that make a service send here.</summary>
    public (string Key, string? Value)[] Settings(bool useTls = false) =>
    [
        ("Mail:Smtp:Host", "127.0.0.1"), ("Mail:Smtp:Port", Port.ToString(CultureInfo.InvariantCulture)),
        ("Mail:Smtp:From", "FactoryFlow <no-reply@platform.example>"), ("Mail:Smtp:UseTls", useTls ? "true" : "false"),
    ];

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
        using (client)
        {
            Interlocked.Increment(ref _visits);
            var play = _plays.TryDequeue(out var asked) ? asked : Play.Success;
            using var reader = new StreamReader(client.GetStream(), Encoding.ASCII);
            await using var writer = new StreamWriter(client.GetStream(), Encoding.ASCII) { NewLine = "\r\n", AutoFlush = true };
            if (play is Play.Disconnect) return;
            await writer.WriteLineAsync("220 test ready");
            await Talk(reader, writer, play);
        }
    }

    private async Task Talk(StreamReader reader, StreamWriter writer, Play play)
    {
        var (from, to) = ("", "");
        while (await reader.ReadLineAsync(_stop.Token) is { } line)
        {
            var verb = line.Split(' ', ':')[0].ToUpperInvariant();
            if (verb == "MAIL") from = Address(line);
            if (verb == "RCPT") to = Address(line);
            if (verb == "DATA")
            {
                if (play is Play.Hang) await Task.Delay(Timeout.Infinite, _stop.Token);
                await writer.WriteLineAsync("354 go on");
                Taken.Enqueue(await Read(reader, from, to));
                if (play is Play.DisconnectAfterTheMail) return;
            }

            await writer.WriteLineAsync(Answer(verb, play));
            if (verb == "QUIT") return;
        }
    }

    private static string Answer(string verb, Play play) => (verb, play) switch
    {
        ("EHLO", _) => "250 test",
        ("MAIL", Play.WrongPassword) => "535 authentication failed",
        ("RCPT", Play.TryLater) => "451 try later",
        ("RCPT", Play.NoSuchMailbox) => "550 no such mailbox",
        ("QUIT", _) => "221 bye",
        _ => "250 ok",
    };

    private static string Address(string line) => line[(line.IndexOf('<', StringComparison.Ordinal) + 1)..line.IndexOf('>', StringComparison.Ordinal)];

    private async Task<TakenMail> Read(StreamReader reader, string from, string to)
    {
        var (headers, last, body, isBody) = (new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase), "", new StringBuilder(), false);
        while (await reader.ReadLineAsync(_stop.Token) is { } line && line != ".")
        {
            if (isBody) body.Append(line);
            else if (line.Length == 0) isBody = true;
            else if (line[0] is ' ' or '\t') headers[last] += line.TrimStart();
            else headers[last = line[..line.IndexOf(':', StringComparison.Ordinal)]] = line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim();
        }

        return new TakenMail(from, to, headers, Encoding.UTF8.GetString(Convert.FromBase64String(body.ToString())));
    }
}
