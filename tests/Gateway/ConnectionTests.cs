using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using FactoryFlow.Testing;

namespace FactoryFlow.Gateway.Tests;

/// <summary>What one connection, and all of them together, may make the gateway hold.</summary>
public sealed class ConnectionTests
{
    private const string Opening = "POST /trial/everything HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n";

    [Theory]
    [InlineData("Content-Length: 1000\r\n\r\n", "x")]
    [InlineData("Transfer-Encoding: chunked\r\n\r\n", "1\r\nx\r\n")]
    public async Task A_body_that_does_not_come_in_time_is_not_waited_for_and_nor_is_the_rest(string framing, string drop)
    {
        await using var service = await TrialHost.Start();
        await using var gateway = await RunningGateway.Start([service.Address], deadline: "00:00:01");
        using var client = await Connect(gateway);
        var stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(Opening + framing), TestContext.Current.CancellationToken);
        var answer = Read(stream);
        while (await Task.WhenAny(answer, Task.Delay(50, TestContext.Current.CancellationToken)) != answer)
            await stream.WriteAsync(Encoding.ASCII.GetBytes(drop), TestContext.Current.CancellationToken);
        var (head, body) = Parts(await answer);
        head.ShouldStartWith("HTTP/1.1 408");
        head.ShouldContain("Connection: close");
        ((string)body["reason"]!, (string)body["code"]!).ShouldBe(("BODY_TOO_SLOW", "UNAVAILABLE"));
        (await Read(stream)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_body_that_comes_in_pieces_is_read_and_the_service_has_its_own_time()
    {
        await using var service = await TrialHost.Start();
        await using var gateway = await RunningGateway.Start([service.Address], deadline: "00:00:10");
        using var client = await Connect(gateway);
        var stream = client.GetStream();
        foreach (var piece in new[] { Opening + "Connection: close\r\nContent-Length: 19\r\n\r\n", """{"textVa""", """lue": "a"}""" , " " })
        {
            await stream.WriteAsync(Encoding.ASCII.GetBytes(piece), TestContext.Current.CancellationToken);
            await Task.Delay(100, TestContext.Current.CancellationToken);
        }

        using var reader = new StreamReader(stream);
        var (head, body) = Parts(await reader.ReadToEndAsync(TestContext.Current.CancellationToken));
        head.ShouldStartWith("HTTP/1.1 200");
        ((string)body["textValue"]!).ShouldBe("a");
    }

    [Fact]
    public async Task More_connections_than_are_taken_are_closed_until_one_ends()
    {
        await using var service = await TrialHost.Start();
        await using var gateway = await RunningGateway.Start([service.Address], others: [("Gateway:Connections", "2")]);
        using var first = await Connect(gateway);
        using var second = await Connect(gateway);
        (await Answers(first), await Answers(second)).ShouldBe((true, true));
        using var third = await Connect(gateway);
        (await Answers(third)).ShouldBeFalse();
        first.Close();
        await Limit.Until(
            async () =>
            {
                using var next = await Connect(gateway);
                return await Answers(next);
            },
            answers => answers);
        (await Answers(second)).ShouldBeTrue();
    }

    private static async Task<TcpClient> Connect(RunningGateway gateway)
    {
        var client = new TcpClient();
        await client.ConnectAsync(gateway.Address.Host, gateway.Address.Port, TestContext.Current.CancellationToken);
        return client;
    }

    // Whether the connection is served, and stays open.
    private static async Task<bool> Answers(TcpClient client)
    {
        try
        {
            await client.GetStream().WriteAsync("GET /trial/things/7 HTTP/1.1\r\nHost: localhost\r\n\r\n"u8.ToArray(), TestContext.Current.CancellationToken);
        }
        catch (IOException)
        {
            return false;
        }

        return (await Read(client.GetStream())).Length > 0;
    }

    // What comes next, which is a whole answer, since answers here are small, or nothing at the connection's end.
    private static async Task<string> Read(NetworkStream stream)
    {
        var buffer = new byte[4096];
        try
        {
            return Encoding.UTF8.GetString(buffer, 0, await stream.ReadAsync(buffer, TestContext.Current.CancellationToken).AsTask().WaitAsync(TimeSpan.FromSeconds(20)));
        }
        catch (IOException)
        {
            return "";
        }
    }

    private static (string Head, JsonNode Body) Parts(string answer)
    {
        var end = answer.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        return (answer[..end], JsonNode.Parse(answer[(end + 4)..])!);
    }
}
