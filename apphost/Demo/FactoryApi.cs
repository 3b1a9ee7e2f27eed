using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace FactoryFlow.AppHost;

/// <summary>The gateway's JSON API, as any client would call it.</summary>
internal sealed class FactoryApi(Uri gateway, string run, CancellationToken cancellation) : IDisposable
{
    private readonly HttpClient _http = new() { BaseAddress = gateway, Timeout = TimeSpan.FromSeconds(30) };
    private int _keys;

    /// <summary>Signs in; further calls are this user's.</summary>
    /// <param name="tenant">The tenant's slug; null for the platform.</param>
    /// <param name="email">The e-mail address.</param>
    /// <param name="password">The password.</param>
    public async Task SignIn(string? tenant, string email, string password)
    {
        _http.DefaultRequestHeaders.Authorization = null;
        var session = await Post("/api/v1/auth/login", tenant is null ? new { email, password } : new { tenant, email, password });
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", session.Text("accessToken"));
    }

    public async Task<JsonElement> Get(string path) => await Find(path)
        ?? throw new ApiException($"GET {path}: nothing is there.");

    /// <summary>What is there; null when nothing is.</summary>
    public async Task<JsonElement?> Find(string path)
    {
        using var response = await _http.GetAsync(new Uri(path, UriKind.Relative), cancellation);
        return response.StatusCode == HttpStatusCode.NotFound ? null : await Read(response);
    }

    /// <summary>A key for one POST, different each time and in each run.</summary>
    public string NewKey() => string.Create(CultureInfo.InvariantCulture, $"demo-{run}-{++_keys}");

    public Task<JsonElement> Post(string path, object body) => Post(path, body, NewKey());

    public async Task<JsonElement> Post(string path, object body, string idempotencyKey)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(body) };
        request.Headers.Add("Idempotency-Key", idempotencyKey);
        using var response = await _http.SendAsync(request, cancellation);
        return await Read(response);
    }

    public async Task<JsonElement> Put(string path, object body)
    {
        using var response = await _http.PutAsJsonAsync(new Uri(path, UriKind.Relative), body, cancellation);
        return await Read(response);
    }

    public void Dispose() => _http.Dispose();

    private async Task<JsonElement> Read(HttpResponseMessage response)
    {
        var text = await response.Content.ReadAsStringAsync(cancellation);
        if (!response.IsSuccessStatusCode)
            throw new ApiException($"{response.RequestMessage!.Method} {response.RequestMessage.RequestUri!.AbsolutePath}: {(int)response.StatusCode} {text}");
        using var json = JsonDocument.Parse(text);
        return json.RootElement.Clone();
    }
}

/// <summary>The API refused what the day needs.</summary>
internal sealed class ApiException(string message) : Exception(message);

/// <summary>Short ways into an answer; what is left out reads as empty.</summary>
internal static class Answers
{
    public static string Text(this JsonElement json, string name) => json.TryGetProperty(name, out var value) ? value.ToString() : "";

    /// <summary>The amount of a money field, in its four decimals.</summary>
    public static string Amount(this JsonElement json, string name) => json.TryGetProperty(name, out var money) ? money.Text("amount") : "";

    public static IReadOnlyList<JsonElement> List(this JsonElement json, string name) => json.TryGetProperty(name, out var list) ? [.. list.EnumerateArray()] : [];
}
