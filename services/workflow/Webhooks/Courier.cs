using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using FactoryFlow.Platform.Data;

namespace FactoryFlow.Workflow.Webhooks;

/// <summary>
/// Makes the calls: each within a time, to an address that may be called, which is looked at when the connection is made, so that no name
/// that changes its address and no redirect leads elsewhere. Little is read of an answer.
/// </summary>
internal sealed class Courier : IDisposable
{
    private const int MostRead = 4096, LongestExcerpt = 500, MostHeaderKilobytes = 16, MostAddresses = 4;

    private readonly AddressPolicy _policy;
    private readonly KeyEncryption _encryption;
    private readonly TimeProvider _clock;
    private readonly HttpMessageInvoker _invoker;

    public Courier(AddressPolicy policy, KeyEncryption encryption, TimeProvider clock)
    {
        (_policy, _encryption, _clock) = (policy, encryption, clock);
        _invoker = new HttpMessageInvoker(new SocketsHttpHandler
        {
            ConnectCallback = Connect,
            AllowAutoRedirect = false,
            UseProxy = false,
            UseCookies = false,
            AutomaticDecompression = DecompressionMethods.None,
            // Our traces are nobody else's.
            ActivityHeadersPropagator = null,
            MaxResponseHeadersLength = MostHeaderKilobytes,
            MaxResponseDrainSize = 0,
            PooledConnectionLifetime = TimeSpan.FromMinutes(1),
            PooledConnectionIdleTimeout = TimeSpan.FromSeconds(20),
        });
    }

    /// <summary>How long a call may take.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public void Dispose() => _invoker.Dispose();

    /// <summary>Makes a call; whatever the other side does, it comes to an end.</summary>
    public async Task<Attempt> Send(DueDelivery delivery, CancellationToken ct)
    {
        var (now, began) = (_clock.GetUtcNow(), _clock.GetTimestamp());
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(Patience);
        using var request = Request(delivery, now);
        try
        {
            using var response = await _invoker.SendAsync(request, limit.Token);
            var code = (int)response.StatusCode;
            var error = code is >= 200 and < 300 ? "" : code is >= 300 and < 400 ? "Redirects are not followed." : $"The answer was {code}.";
            return Done(code, await Excerpt(response, limit.Token), error) with { Asked = Asked(response.Headers.RetryAfter, now) };
        }
        catch (Exception e) when (!ct.IsCancellationRequested)
        {
            return Done(0, "", ErrorOf(e));
        }

        Attempt Done(int code, string excerpt, string error) => new(now, (int)_clock.GetElapsedTime(began).TotalMilliseconds, code, excerpt, error);
    }

    private HttpRequestMessage Request(DueDelivery delivery, DateTimeOffset now)
    {
        var (id, body) = (delivery.EventId.ToString(), Encoding.UTF8.GetBytes(delivery.Body));
        var signatures = WebhookSecret.Open(_encryption, delivery.WebhookId, delivery.SealedSecret).Sign(id, now, body);
        if (delivery.SealedFormerSecret is { } former && delivery.FormerSecretExpireTime > now)
            signatures += " " + WebhookSecret.Open(_encryption, delivery.WebhookId, former).Sign(id, now, body);
        var request = new HttpRequestMessage(HttpMethod.Post, delivery.Url) { Content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } } };
        request.Headers.UserAgent.Add(new ProductInfoHeaderValue("FactoryFlow-Webhooks", "1"));
        request.Headers.Add("webhook-id", id);
        request.Headers.Add("webhook-timestamp", now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture));
        request.Headers.Add("webhook-signature", signatures);
        return request;
    }

    private async ValueTask<Stream> Connect(SocketsHttpConnectionContext context, CancellationToken ct)
    {
        // A name server that is slow holds up a thread for as long: one of its own, and none that others wait for.
        var found = await Task.Factory.StartNew(() => Dns.GetHostAddresses(context.DnsEndPoint.Host), ct, TaskCreationOptions.LongRunning, TaskScheduler.Default).WaitAsync(ct);
        var allowed = found.Where(_policy.Allows).Take(MostAddresses).ToArray();
        if (allowed.Length == 0) throw new RefusedAddressException();
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(allowed, context.DnsEndPoint.Port, ct);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    // The answer has been given: what goes wrong with its body goes wrong for nobody.
    private static async Task<string> Excerpt(HttpResponseMessage response, CancellationToken ct)
    {
        var (bytes, length) = (new byte[MostRead], 0);
        try
        {
            await using var body = await response.Content.ReadAsStreamAsync(ct);
            while (length < bytes.Length && await body.ReadAsync(bytes.AsMemory(length), ct) is var read and > 0) length += read;
        }
        catch (Exception e) when (e is IOException or HttpRequestException or OperationCanceledException)
        {
        }

        var text = string.Concat(Encoding.UTF8.GetString(bytes, 0, length).Where(c => !char.IsControl(c) || c is '\n' or '\t').Where(c => !char.IsSurrogate(c)));
        return text.Length <= LongestExcerpt ? text : text[..LongestExcerpt];
    }

    private static TimeSpan? Asked(RetryConditionHeaderValue? retryAfter, DateTimeOffset now) => retryAfter?.Delta ?? (retryAfter?.Date - now);

    // Without what a library says of it: that may repeat a url, or say more of the network than is anybody's business.
    private static string ErrorOf(Exception e) => e switch
    {
        OperationCanceledException => $"There was no answer within {Patience.TotalSeconds} seconds.",
        HttpRequestException { InnerException: RefusedAddressException } => "The address is loopback, private or link-local, and is not called.",
        HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError } or HttpRequestException { InnerException: SocketException { SocketErrorCode: SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain } } => "The host's name leads nowhere.",
        HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } => "There was no secure connection: the certificate may be wrong.",
        HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError } => "There was no connection.",
        HttpRequestException { HttpRequestError: HttpRequestError.ResponseEnded or HttpRequestError.Unknown } => "The connection ended before the answer.",
        HttpRequestException => "The answer was no HTTP, or its headers were too long.",
        _ => "The call could not be made.",
    };

    /// <summary>None of a host's addresses may be called.</summary>
    private sealed class RefusedAddressException : IOException;
}
