using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace FactoryFlow.Testing;

/// <summary>Where a tenant's webhooks lead to, on this machine: remembers what arrived, and answers as the test plays it.</summary>
public sealed class WebhookReceiver : IAsyncDisposable
{
    private readonly TrialProvider _provider;

    private WebhookReceiver(TrialProvider provider) => (_provider, Url) = (provider, $"{provider.Address}hooks");

    /// <summary>What arrived, in order.</summary>
    public ConcurrentQueue<Received> Calls { get; } = new();

    /// <summary>What it does with a call, given how many came before; 204 unless the test says otherwise.</summary>
    public Func<int, HttpContext, Task> Play { get; set; } = static (_, http) => Say(http, 204);

    /// <summary>Where it is.</summary>
    public string Url { get; }

    /// <summary>Starts one on a free port.</summary>
    public static async Task<WebhookReceiver> Start(Func<int, HttpContext, Task>? play = null)
    {
        var provider = await TrialProvider.Start();
        var receiver = new WebhookReceiver(provider);
        if (play is not null) receiver.Play = play;
        provider.Play = (_, http) => receiver.Take(http);
        return receiver;
    }

    /// <summary>Answers a status, and nothing else.</summary>
    public static Task Say(HttpContext http, int status)
    {
        http.Response.StatusCode = status;
        return Task.CompletedTask;
    }

    /// <summary>All that arrived, once it is as much as is waited for.</summary>
    public async Task<IReadOnlyList<Received>> Arrived(int count)
    {
        var seen = await Limit.Until(() => Task.FromResult(Calls.ToArray()), calls => calls.Length >= count);
        return seen.Length == count ? seen : throw new InvalidOperationException($"{seen.Length} calls arrived instead of {count}.");
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync() => _provider.DisposeAsync();

    private Task Take(HttpContext http)
    {
        var headers = http.Request.Headers;
        Calls.Enqueue(new Received(headers["webhook-id"].ToString(), headers["webhook-timestamp"].ToString(), headers["webhook-signature"].ToString(), TrialProvider.BodyOf(http))
        {
            Method = http.Request.Method, Path = http.Request.Path + http.Request.QueryString, Headers = headers.ToDictionary(h => h.Key, h => h.Value.ToString(), StringComparer.OrdinalIgnoreCase),
        });
        return Play(Calls.Count - 1, http);
    }
}

/// <summary>A call as it arrived.</summary>
/// <param name="Id">The event.</param>
/// <param name="Timestamp">When it was sent, in seconds.</param>
/// <param name="Signature">One signature, or several with blanks between them.</param>
/// <param name="Body">What it says.</param>
public sealed record Received(string Id, string Timestamp, string Signature, string Body)
{
    /// <summary>How it was made.</summary>
    public string Method { get; init; } = "";

    /// <summary>Where to, with the query.</summary>
    public string Path { get; init; } = "";

    /// <summary>All headers.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    /// <summary>What it says.</summary>
    public JsonNode Json => JsonNode.Parse(Body)!;

    /// <summary>Whether one of its signatures is made with a secret: computed as docs/webhooks.md tells an integrator to.</summary>
    public bool IsSignedWith(string secret)
    {
        var key = Convert.FromBase64String(secret["whsec_".Length..]);
        var right = Convert.ToBase64String(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes($"{Id}.{Timestamp}.{Body}")));
        return Signature.Split(' ').Contains($"v1,{right}");
    }
}
