using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using FactoryFlow.Platform.Data;
using FactoryFlow.Testing;
using FactoryFlow.Workflow.Webhooks;
using Microsoft.AspNetCore.Http;

namespace FactoryFlow.Workflow.Tests.Webhooks;

/// <summary>What the other side may do to a call.</summary>
public sealed class CourierTests
{
    private static readonly KeyEncryption Encryption = new(new byte[32]);
    private static readonly AddressPolicy Here = new(AllowHttp: true, [IPNetwork.Parse("127.0.0.0/8")]), Outside = new(AllowHttp: true, []);
    private static readonly WebhookSecret Secret = WebhookSecret.New();

    [Fact]
    public async Task What_arrives_says_what_it_is_and_is_signed()
    {
        await using var receiver = await WebhookReceiver.Start((_, http) => TrialProvider.Say(http, 200, "Thank you"));
        var attempt = await Send(receiver.Url);
        (attempt.Arrived, attempt.StatusCode, attempt.Excerpt, attempt.Error).ShouldBe((true, 200, "Thank you", ""));
        var call = receiver.Calls.Single();
        (call.Body, Guid.TryParse(call.Id, out _), call.IsSignedWith(Secret.Text)).ShouldBe(("""{"type":"a.b"}""", true, true));
        Math.Abs(long.Parse(call.Timestamp, null) - DateTimeOffset.UtcNow.ToUnixTimeSeconds()).ShouldBeLessThan(60);
    }

    [Theory]
    [InlineData(500, "The answer was 500.")]
    [InlineData(404, "The answer was 404.")]
    [InlineData(410, "The answer was 410.")]
    public async Task What_is_not_2xx_did_not_arrive(int status, string error)
    {
        await using var receiver = await WebhookReceiver.Start((_, http) => WebhookReceiver.Say(http, status));
        var attempt = await Send(receiver.Url);
        (attempt.Arrived, attempt.IsGone, attempt.Error).ShouldBe((false, status == 410, error));
    }

    [Fact]
    public async Task A_redirect_is_not_followed()
    {
        await using var inner = await WebhookReceiver.Start();
        await using var receiver = await WebhookReceiver.Start((_, http) =>
        {
            http.Response.Redirect(inner.Url, permanent: false, preserveMethod: true);
            return Task.CompletedTask;
        });
        var attempt = await Send(receiver.Url);
        (attempt.Arrived, attempt.StatusCode, attempt.Error).ShouldBe((false, 307, "Redirects are not followed."));
        inner.Calls.ShouldBeEmpty();
    }

    [Fact]
    public async Task Of_a_huge_answer_the_beginning_is_read()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var written = Pour(listener);
        var attempt = await Send($"http://{listener.LocalEndpoint}/");
        (attempt.Arrived, attempt.Excerpt.Length).ShouldBe((true, 500));
        (await written.InTime()).ShouldBeLessThan(100_000_000);
    }

    [Fact]
    public async Task Whoever_says_nothing_is_waited_for_for_ten_seconds()
    {
        await using var receiver = await WebhookReceiver.Start((_, http) => TrialProvider.StaySilent(http));
        var began = Stopwatch.StartNew();
        var attempt = await Send(receiver.Url);
        (attempt.Arrived, attempt.Error).ShouldBe((false, "There was no answer within 10 seconds."));
        began.Elapsed.TotalSeconds.ShouldBeInRange(9, 30);
    }

    [Fact]
    public async Task An_answer_that_never_ends_has_arrived()
    {
        await using var receiver = await WebhookReceiver.Start(async (_, http) =>
        {
            await http.Response.WriteAsync("I ", http.RequestAborted);
            await http.Response.Body.FlushAsync(http.RequestAborted);
            await TrialProvider.StaySilent(http);
        });
        var attempt = await Send(receiver.Url);
        (attempt.Arrived, attempt.Excerpt, attempt.DurationMilliseconds < 30_000).ShouldBe((true, "I ", true));
    }

    [Fact]
    public async Task Whoever_hangs_up_or_is_not_there_did_not_take_it()
    {
        await using var receiver = await WebhookReceiver.Start((_, http) =>
        {
            http.Abort();
            return Task.CompletedTask;
        });
        (await Send(receiver.Url)).Error.ShouldBe("The connection ended before the answer.");
        await receiver.DisposeAsync();
        (await Send(receiver.Url)).Error.ShouldBe("There was no connection.");
        (await Send("http://nowhere.invalid/")).Error.ShouldBe("The host's name leads nowhere.");
        (await Send(receiver.Url.Replace("http://", "https://", StringComparison.Ordinal))).Arrived.ShouldBeFalse();
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("localhost")]
    [InlineData("[::ffff:127.0.0.1]")]
    public async Task What_is_not_public_is_not_called_whatever_it_is_called(string host)
    {
        await using var receiver = await WebhookReceiver.Start();
        var attempt = await Send(receiver.Url.Replace("127.0.0.1", host, StringComparison.Ordinal), Outside);
        (attempt.Arrived, attempt.Error).ShouldBe((false, "The address is loopback, private or link-local, and is not called."));
        receiver.Calls.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("120", 120)]
    [InlineData("Fri, 31 Dec 2100 23:59:59 GMT", null)]
    [InlineData("soon", 0)]
    public async Task Whoever_asks_for_a_pause_is_heard(string text, int? seconds)
    {
        await using var receiver = await WebhookReceiver.Start((_, http) => TrialProvider.Say(http, 503, "", ("Retry-After", text)));
        var asked = (await Send(receiver.Url)).Asked;
        if (seconds is { } given) (asked?.TotalSeconds ?? 0).ShouldBe(given);
        else asked!.Value.TotalDays.ShouldBeGreaterThan(1000);
    }

    [Fact]
    public async Task Bytes_that_are_no_text_are_left_out()
    {
        await using var receiver = await WebhookReceiver.Start(async (_, http) => await http.Response.Body.WriteAsync(new byte[] { 65, 0, 7, 66, 0xF0, 0x9F, 0x98, 0x80, 67 }));
        (await Send(receiver.Url)).Excerpt.ShouldBe("ABC");
    }

    private static async Task<Attempt> Send(string url, AddressPolicy? policy = null)
    {
        using var courier = new Courier(policy ?? Here, Encryption, TimeProvider.System);
        var webhook = Guid.NewGuid();
        var due = new DueDelivery(Guid.NewGuid(), Guid.NewGuid(), webhook, Guid.NewGuid(), """{"type":"a.b"}""", 0, DateTimeOffset.UtcNow, url, Secret.Seal(Encryption, webhook), null, null);
        return await courier.Send(due, Limit.Soon()).InTime();
    }

    // Over a plain socket, which says that the other side is gone: a web server takes what is written after that, and throws it away.
    private static async Task<long> Pour(TcpListener listener)
    {
        var (written, much) = (0L, Enumerable.Repeat((byte)'x', 64 * 1024).ToArray());
        using var socket = await listener.AcceptSocketAsync(Limit.Soon());
        await socket.SendAsync("HTTP/1.1 200 OK\r\nContent-Length: 655360000\r\n\r\n"u8.ToArray(), Limit.Soon());
        try
        {
            while (written < 655_360_000) written += await socket.SendAsync(much, Limit.Soon());
        }
        catch (SocketException)
        {
        }

        return written;
    }
}
