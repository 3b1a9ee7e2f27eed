using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using FactoryFlow.Platform.Data;

namespace FactoryFlow.Workflow.Webhooks;

/// <summary>
/// Makes the calls: each within a time, to an address that may be called. Little is read of an answer.
/// </summary>
internal sealed class Courier : IDisposable
{
    private const int MostRead = 4096, LongestExcerpt = 500;

    private readonly KeyEncryption _encryption;
    private readonly TimeProvider _clock;
    private readonly HttpMessageInvoker _invoker;

    public Courier(AddressPolicy policy, KeyEncryption encryption, TimeProvider clock)
    {
        (_encryption, _clock) = (encryption, clock);
        _invoker = Outgoing.Invoker(policy);
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
            return Done(0, "", Outgoing.ErrorOf(e, Patience));
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
        return Shortened.To(text, LongestExcerpt);
    }

    private static TimeSpan? Asked(RetryConditionHeaderValue? retryAfter, DateTimeOffset now) => retryAfter?.Delta ?? (retryAfter?.Date - now);
}
