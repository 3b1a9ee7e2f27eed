using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;

namespace FactoryFlow.Tenancy.Domains;

/// <summary>
/// A provider's JSON API over HTTP with a bearer token: bounded in time and size, never redirected (the token would go along), and
/// without cookies. What goes wrong on the way is a reply, too.
/// </summary>
internal sealed class ProviderApi : IDisposable
{
    private const int LargestAnswer = 256 * 1024;

    /// <summary>How long one call may take.</summary>
    public static readonly TimeSpan CallLimit = TimeSpan.FromSeconds(6);

    private readonly string _provider;
    private readonly TimeProvider _clock;
    private readonly HttpClient _http;

    public ProviderApi(string provider, Uri baseAddress, string token, TimeProvider clock)
    {
        (_provider, _clock) = (provider, clock);
        _http = new HttpClient(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            ConnectTimeout = CallLimit,
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            AutomaticDecompression = DecompressionMethods.None,
        })
        {
            BaseAddress = baseAddress,
            Timeout = CallLimit,
            MaxResponseContentBufferSize = LargestAnswer,
        };
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        _http.DefaultRequestHeaders.UserAgent.Add(new ProductInfoHeaderValue("FactoryFlow", null));
        _http.DefaultRequestHeaders.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
    }

    /// <summary>Calls; the path is relative to the base address, its variable parts escaped.</summary>
    public async Task<ProviderReply> Call(HttpMethod method, string path, object? body, CancellationToken ct)
    {
        try
        {
            using var request = new HttpRequestMessage(method, path);
            if (body is not null) request.Content = JsonContent.Create(body);
            using var response = await _http.SendAsync(request, ct);
            return new ProviderReply(_provider, response.StatusCode, Read(await response.Content.ReadAsByteArrayAsync(ct)), Pause(response.Headers.RetryAfter));
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return ProviderReply.Lost(_provider, "did not answer in time");
        }
        catch (HttpRequestException e)
        {
            // The library's own word for it; its message may repeat what the provider sent.
            return ProviderReply.Lost(_provider, $"could not be asked ({e.HttpRequestError})");
        }
    }

    public void Dispose() => _http.Dispose();

    private static JsonElement Read(byte[] body)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            return json.RootElement.Clone();
        }
        catch (JsonException)
        {
            return default;
        }
    }

    private TimeSpan? Pause(RetryConditionHeaderValue? header) => header switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } when date > _clock.GetUtcNow() => date - _clock.GetUtcNow(),
        _ => null,
    };
}
