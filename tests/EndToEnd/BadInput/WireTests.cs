using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace FactoryFlow.EndToEnd.Tests.BadInput;

/// <summary>What no client library sends: lengths that are not those of the body, and bodies that come a byte at a time. Nothing of it fails inside or hangs.</summary>
public sealed class WireTests(WholeSystem system)
{
    private const string Body = """{"code":"WIRE-1","name":"A worker"}""";
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    [Theory]
    [InlineData("one byte at a time", "201")]
    [InlineData("less than it says", "none 400 408")]
    [InlineData("more than it says", "400")]
    [InlineData("two lengths", "400")]
    [InlineData("a length below zero", "400")]
    [InlineData("a length that is no number", "400")]
    [InlineData("a length and chunks", "none 400 201")]
    [InlineData("chunks that are none", "400")]
    public async Task A_body_that_is_not_as_long_as_it_says_is_refused_and_a_slow_one_is_taken(string what, string statuses)
    {
        var factory = await Factory.Open(system.Running);
        var uri = system.Running.Handle.GatewayAddress;
        using var client = new TcpClient();
        using var limit = new CancellationTokenSource(s_patience);
        await client.ConnectAsync(uri.Host, uri.Port, limit.Token);
        await using var stream = client.GetStream();
        var length = Body.Length.ToString(CultureInfo.InvariantCulture);
        var (lengths, body) = what switch
        {
            "less than it says" => ($"Content-Length: {Body.Length + 10}", Body),
            "more than it says" => ($"Content-Length: {Body.Length - 10}", Body),
            "two lengths" => ($"Content-Length: {length}\r\nContent-Length: 1", Body),
            "a length below zero" => ("Content-Length: -1", Body),
            "a length that is no number" => ("Content-Length: many", Body),
            "a length and chunks" => ($"Content-Length: {length}\r\nTransfer-Encoding: chunked", $"{Body.Length:x}\r\n{Body}\r\n0\r\n\r\n"),
            "chunks that are none" => ("Transfer-Encoding: chunked", "zz\r\n" + Body),
            _ => ($"Content-Length: {length}", Body),
        };
        await stream.WriteAsync(Encoding.ASCII.GetBytes(
            $"POST /api/v1/workers HTTP/1.1\r\nHost: {uri.Authority}\r\nAuthorization: Bearer {factory.Admin.Token}\r\nContent-Type: application/json\r\nConnection: close\r\n{lengths}\r\n\r\n"), limit.Token);
        foreach (var piece in what == "one byte at a time" ? Encoding.ASCII.GetBytes(body).Chunk(1) : [Encoding.ASCII.GetBytes(body)])
        {
            await stream.WriteAsync(piece, limit.Token);
            if (what == "one byte at a time") await Task.Delay(30, limit.Token);
        }

        // Who waits for the rest would wait for as long as it may take; who is hung up on need not.
        if (what == "less than it says") client.Client.Shutdown(SocketShutdown.Send);
        statuses.Split(' ').ShouldContain(await StatusOf(stream, limit.Token));
        (await factory.Admin.Get("/api/v1/workers")).Expect(200);
    }

    // The status of the first answer; none where the connection ends without one.
    private static async Task<string> StatusOf(NetworkStream stream, CancellationToken ct)
    {
        try
        {
            using var reader = new StreamReader(stream, Encoding.ASCII);
            return (await reader.ReadLineAsync(ct))?.Split(' ')[1] ?? "none";
        }
        catch (IOException)
        {
            return "none";
        }
    }
}
