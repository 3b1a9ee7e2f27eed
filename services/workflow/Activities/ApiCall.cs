using System.Collections.Immutable;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using FactoryFlow.Platform.Data;
using FactoryFlow.Platform.Hosting;
using FactoryFlow.Workflow.Credentials;
using FactoryFlow.Workflow.Engine;
using FactoryFlow.Workflow.Triggers;
using FactoryFlow.Workflow.Webhooks;

namespace FactoryFlow.Workflow.Activities;

/// <summary>
/// Makes the calls of our own API that workflows ask for: by the front door, as the program whose key the tenant gave, so that it may what the
/// key may and is counted and written down as any other caller.
/// </summary>
/// <param name="db">Where keys are kept.</param>
/// <param name="encryption">What they are sealed with.</param>
/// <param name="causes">How a call says how deep its workflow stands.</param>
/// <param name="door">The address of the gateway; null where none is configured.</param>
internal sealed class ApiCall(TenantDb db, KeyEncryption encryption, Causes causes, Uri? door) : IDisposable
{
    /// <summary>What every path begins with.</summary>
    public const string Root = "/api/v1/";

    private const int LongestAnswer = 65_536, LongestError = 500;

    private static readonly string[] s_anonymous = [Root + "auth/", Root + "invitations/accept", Root + "ledger/verify"];

    private readonly HttpMessageInvoker _invoker = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false, UseCookies = false, PooledConnectionIdleTimeout = TimeSpan.FromSeconds(20) });

    /// <summary>The address as it is configured: <c>Workflow__ApiUrl</c>.</summary>
    public static Uri? DoorOf(IConfiguration configuration) => configuration["Workflow:ApiUrl"] is not { Length: > 0 } text ? null
        : Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https" ? url
        : throw new InvalidOperationException("Workflow__ApiUrl must be the gateway's address, such as http://127.0.0.1:8080.");

    public void Dispose() => _invoker.Dispose();

    /// <summary>Makes a call; whatever the other side does, it comes to an end.</summary>
    /// <exception cref="OtherKeyException">The credential is sealed with a key that this process does not know.</exception>
    public async Task<ApiResult> Make(DueActivity due, CancellationToken ct)
    {
        var input = JsonElement.Parse(due.Input);
        // It may have been queued by a process that read the definition differently.
        if (TextOf(input, "credential") is not { } name) return ApiResult.Failed("There is no credential.");
        if (door is null) return ApiResult.Failed("Calls of the API are not configured on this platform.");
        if (Address(door, TextOf(input, "path") ?? "") is not { } url) return ApiResult.Failed("What became of its path is none of the API's.");
        var (credential, depth) = await db.As(due.TenantId, async tx =>
        {
            var known = Causes.AskDepth(tx, due.InstanceId);
            return (await CredentialStore.Find(tx, name), known.First);
        }, ct);
        if (credential is null) return ApiResult.Failed($"There is no credential \"{name}\".");
        // While the key is being changed another process may know it: that is no failure of the call, and none was made.
        if (credential.Key(encryption) is not { } key) throw new OtherKeyException($"the credential \"{name}\" is sealed with another one.");
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(WebhookCall.Patience);
        try
        {
            using var request = Request(url, input, due.Key, key);
            request.Headers.Add(Headers.CausedBy, causes.Seal(due.TenantId, depth));
            using var response = await _invoker.SendAsync(request, limit.Token);
            var body = await Read(response, limit.Token);
            return (int)response.StatusCode is >= 200 and < 300 ? Saved(input, body) : ApiResult.Failed(Told((int)response.StatusCode, body));
        }
        catch (Exception e) when (!ct.IsCancellationRequested)
        {
            return ApiResult.Failed(Outgoing.ErrorOf(e, WebhookCall.Patience));
        }
    }

    /// <summary>
    /// Where a path leads; null where that is not into the API, where a part of it is empty or leads up, or where the API asks nobody for a key:
    /// who signs in there is counted by the address alone, which is ours.
    /// </summary>
    public static Uri? Address(Uri door, string path) =>
        path.StartsWith(Root, StringComparison.Ordinal) && !path.Any(c => char.IsControl(c) || c is '\\' or '#') && path.Split('?')[0].Split('/').Skip(1).All(IsPart)
            && Uri.TryCreate(door, path, out var url) && url.Authority == door.Authority && url.Scheme == door.Scheme
            && url.AbsolutePath.StartsWith(Root, StringComparison.Ordinal) && !s_anonymous.Any(root => url.AbsolutePath.StartsWith(root, StringComparison.OrdinalIgnoreCase)) ? url : null;

    private static string? TextOf(JsonElement input, string name) => input.TryGetProperty(name, out var found) && found.ValueKind == JsonValueKind.String ? found.GetString() : null;

    private static bool IsPart(string part) => Uri.UnescapeDataString(part) is not ("" or "." or "..");

    private static HttpRequestMessage Request(Uri url, JsonElement input, string key, string credential)
    {
        var request = new HttpRequestMessage(new HttpMethod(input.TryGetProperty("method", out var method) ? method.GetString()! : "POST"), url);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", credential);
        request.Headers.UserAgent.Add(new ProductInfoHeaderValue("FactoryFlow-Workflows", "1"));
        if (request.Method == HttpMethod.Get) return request;
        request.Headers.Add("Idempotency-Key", key);
        var body = input.TryGetProperty("body", out var given) ? given.GetRawText() : request.Method == HttpMethod.Delete ? null : "{}";
        if (body is not null) request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body)) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
        return request;
    }

    // What is longer is not read to its end, and nothing of it is saved.
    private static async Task<JsonElement?> Read(HttpResponseMessage response, CancellationToken ct)
    {
        var (buffer, count) = (new byte[LongestAnswer + 1], 0);
        await using var stream = await response.Content.ReadAsStreamAsync(ct);
        while (count < buffer.Length && await stream.ReadAsync(buffer.AsMemory(count), ct) is > 0 and var read) count += read;
        if (count is 0 or > LongestAnswer) return null;
        try
        {
            return JsonElement.Parse(buffer.AsSpan(0, count));
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static ApiResult Saved(JsonElement input, JsonElement? body)
    {
        if (!input.TryGetProperty("saveAs", out var saveAs)) return new ApiResult(null, Instance.NoContext);
        var saved = Instance.NoContext.ToBuilder();
        foreach (var wanted in saveAs.EnumerateObject())
        {
            if (At(body, wanted.Value.GetString()!) is not { } found) return ApiResult.Failed($"The answer has no \"{wanted.Value.GetString()}\", or is too long to be read.");
            // PostgreSQL keeps no NUL.
            if (found.GetRawText().Contains("\\u0000", StringComparison.Ordinal)) return ApiResult.Failed($"The answer's \"{wanted.Value.GetString()}\" holds a character that cannot be kept.");
            saved[wanted.Name] = found.Clone();
        }

        return new ApiResult(null, saved.ToImmutable());
    }

    private static JsonElement? At(JsonElement? value, string path)
    {
        foreach (var name in path.Split('.'))
            value = value is { ValueKind: JsonValueKind.Object } inside && inside.TryGetProperty(name, out var found) ? found : null;
        return value;
    }

    // The API's own refusals say what is wrong in a sentence for people.
    private static string Told(int status, JsonElement? body)
    {
        if (At(body, "reason") is not { ValueKind: JsonValueKind.String } reason || At(body, "detail") is not { ValueKind: JsonValueKind.String } detail) return $"The answer was {status}.";
        return Shortened.To($"The answer was {status}, {reason.GetString()}: {detail.GetString()}", LongestError);
    }
}

/// <summary>Something cannot be done by this process, which does not know the key that it takes.</summary>
internal sealed class OtherKeyException(string problem) : Exception(problem);

/// <summary>What became of a call.</summary>
/// <param name="Error">What went wrong; null when nothing did.</param>
/// <param name="Output">What becomes known by it.</param>
internal sealed record ApiResult(string? Error, ImmutableSortedDictionary<string, JsonElement> Output)
{
    public static ApiResult Failed(string error) => new(error, Instance.NoContext);
}
