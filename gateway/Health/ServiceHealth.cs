using System.Net;
using System.Text.Json;
using FactoryFlow.Gateway.Pipeline;

namespace FactoryFlow.Gateway.Health;

/// <summary>Asks every service whether it is ready, over the protocol that calls will use.</summary>
internal sealed class ServiceHealth(IReadOnlyCollection<string> services, IConfiguration configuration, TimeProvider clock) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    // Anybody may ask, without a token; that must not become five questions to our services each time.
    private static readonly TimeSpan Freshness = TimeSpan.FromMilliseconds(250);

    private readonly HttpMessageInvoker _client = Connect();
    private readonly Lock _gate = new();
    private Task<IReadOnlyList<PartHealth>>? _latest;
    private long _askedAt;

    public Task<IReadOnlyList<PartHealth>> Ask()
    {
        lock (_gate)
        {
            if (_latest is null || (_latest.IsCompleted && clock.GetElapsedTime(_askedAt) > Freshness))
            {
                _askedAt = clock.GetTimestamp();
                _latest = AskAll();
            }

            return _latest;
        }
    }

    public void Dispose() => _client.Dispose();

    private async Task<IReadOnlyList<PartHealth>> AskAll() => await Task.WhenAll(services.Select(Ask));

    // One instance that is ready makes the service ready.
    private async Task<PartHealth> Ask(string service)
    {
        var answers = await Task.WhenAll(Clusters.AddressesOf(service, configuration).Select(address => Ask(service, address)));
        return answers.FirstOrDefault(answer => answer.IsReady) ?? answers.FirstOrDefault() ?? new PartHealth(service, false, null);
    }

    private async Task<PartHealth> Ask(string service, string address)
    {
        using var patience = new CancellationTokenSource(Patience);
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(new Uri(address), "/health/ready"))
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        try
        {
            using var response = await _client.SendAsync(request, patience.Token);
            var body = await response.Content.ReadAsByteArrayAsync(patience.Token);
            return new PartHealth(service, response.IsSuccessStatusCode, Parse(body));
        }
        catch (Exception unreachable) when (unreachable is HttpRequestException or OperationCanceledException)
        {
            return new PartHealth(service, false, null);
        }
    }

    private static JsonElement? Parse(byte[] body)
    {
        try
        {
            return JsonElement.Parse(body) is { ValueKind: JsonValueKind.Object } report ? report : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static HttpMessageInvoker Connect()
    {
        var handler = new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false, ActivityHeadersPropagator = null };
        Clusters.Configure(handler);
        return new HttpMessageInvoker(handler);
    }
}

/// <summary>How one service is; with what it said about its own parts, if it said anything.</summary>
internal sealed record PartHealth(string Service, bool IsReady, JsonElement? Report);
