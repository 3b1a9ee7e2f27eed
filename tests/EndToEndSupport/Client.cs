using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace FactoryFlow.EndToEnd.Support;

/// <summary>Somebody who calls the gateway's JSON API. A write carries an idempotency key of its own unless one is given.</summary>
public sealed class Client(HttpClient http, string? token, string? language = null, string? cause = null)
{
    /// <summary>In place of a key: send none.</summary>
    public const string NoKey = "";

    private const int LargestUnasked = 1 << 20;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    public string? Token => token;

    /// <summary>The same, who asks for a language as <c>Accept-Language</c> does.</summary>
    public Client In(string header) => new(http, token, header);

    /// <summary>The same, who says that something brought its calls about.</summary>
    public Client Because(string made) => new(http, token, language, made);

    public Task<Reply> Get(string path) => Send(HttpMethod.Get, path, body: null, NoKey);

    public Task<Reply> Post(string path, object? body = null, string? key = null) => Send(HttpMethod.Post, path, body, key);

    public Task<Reply> Put(string path, object? body = null, string? key = null) => Send(HttpMethod.Put, path, body, key);

    /// <summary>
    /// Calls; text is sent as it is, anything else as JSON. <paramref name="accept" /> asks for an answer of a certain type, and
    /// <paramref name="header" /> is sent beside all else, in place of what is sent under its name otherwise.
    /// </summary>
    public async Task<Reply> Send(
        HttpMethod method, string path, object? body, string? key = null, string mediaType = "application/json", string? accept = null, (string Name, string Value)? header = null)
    {
        using var request = new HttpRequestMessage(method, path);
        if (token is not null) request.Headers.TryAddWithoutValidation("Authorization", "Bearer " + token);
        if (language is not null) request.Headers.TryAddWithoutValidation("Accept-Language", language);
        if (cause is not null) request.Headers.TryAddWithoutValidation("X-Caused-By", cause);
        if (accept is not null) request.Headers.TryAddWithoutValidation("Accept", accept);
        if (key is not NoKey) request.Headers.TryAddWithoutValidation("Idempotency-Key", key ?? Guid.CreateVersion7().ToString());
        request.Content = body switch
        {
            null => null,
            byte[] bytes => new ByteArrayContent(bytes),
            string text => new ByteArrayContent(Encoding.UTF8.GetBytes(text)),
            _ => new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(body, Json)),
        };
        if (request.Content is not null) request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(mediaType);
        if (header is { } one)
        {
            HttpHeaders headers = one.Name.StartsWith("Content-", StringComparison.Ordinal) && request.Content is not null ? request.Content.Headers : request.Headers;
            if (headers.NonValidated.Contains(one.Name)) headers.Remove(one.Name);
            headers.TryAddWithoutValidation(one.Name, one.Value);
        }

        // Who sends a body that is refused for its size hears why only if they ask before they send it.
        if (request.Content?.Headers.ContentLength > LargestUnasked) request.Headers.ExpectContinue = true;
        using var response = await http.SendAsync(request);
        return new Reply(
            (int)response.StatusCode, await response.Content.ReadAsStringAsync(), response.Headers.Location?.ToString(), response.Content.Headers.ContentType?.MediaType,
            IsReplayed: response.Headers.NonValidated.TryGetValues("Idempotency-Replayed", out var replayed) && replayed.ToString() == "true");
    }

    /// <summary>Signs in, and is who signed in from then on.</summary>
    public async Task<Client> SignIn(string? tenant, string email, string password) =>
        new(http, (await Retry(() => Post("/api/v1/auth/login", new { tenant, email, password }, NoKey))).Expect(200).Text("accessToken"));

    /// <summary>
    /// Calls again when the answer was lost, or when the system says that it cannot just now: what a client does with the same key.
    /// </summary>
    public static async Task<Reply> Retry(Func<Task<Reply>> call, int seconds = 60)
    {
        var deadline = DateTime.UtcNow.AddSeconds(seconds);
        while (true)
        {
            try
            {
                var reply = await call();
                if (reply.Status is not (502 or 503 or 504) || DateTime.UtcNow > deadline) return reply;
            }
            catch (Exception lost) when (lost is HttpRequestException or OperationCanceledException && DateTime.UtcNow < deadline)
            {
            }

            await Task.Delay(100);
        }
    }
}
