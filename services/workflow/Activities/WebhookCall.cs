using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using FactoryFlow.Workflow.Webhooks;

namespace FactoryFlow.Workflow.Activities;

/// <summary>Makes the calls that workflows ask for: within a time, to addresses that may be called, and without a word of them in any log.</summary>
internal sealed class WebhookCall(AddressPolicy policy, ActivityEnvironment environment) : IDisposable
{
    /// <summary>How long a call may take.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly HttpMessageInvoker _invoker = Outgoing.Invoker(policy);

    public void Dispose() => _invoker.Dispose();

    /// <summary>Makes a call; whatever the other side does, it comes to an end.</summary>
    /// <returns>What went wrong; null when nothing did.</returns>
    public async Task<string?> Make(DueActivity due, CancellationToken ct)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(Patience);
        var input = Template.Fill(JsonElement.Parse(due.Input), environment.Values);
        // It may have been queued by a process that read the definition differently.
        if (!input.TryGetProperty("url", out var given)) return "There is no url.";
        if (Address(TextOf(given)) is not { } url) return "What became of its url is none that may be called.";
        using var request = Request(url, input, due.Key);
        try
        {
            using var response = await _invoker.SendAsync(request, limit.Token);
            var code = (int)response.StatusCode;
            return code is >= 200 and < 300 ? null : code is >= 300 and < 400 ? $"The answer was {code}; redirects are not followed." : $"The answer was {code}.";
        }
        catch (Exception e) when (!ct.IsCancellationRequested)
        {
            return Outgoing.ErrorOf(e, Patience);
        }
    }

    private Uri? Address(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url) && url.UserInfo.Length == 0
            && (url.Scheme == Uri.UriSchemeHttps || (policy.AllowHttp && url.Scheme == Uri.UriSchemeHttp)) ? url : null;

    private static HttpRequestMessage Request(Uri url, JsonElement input, string key)
    {
        var request = new HttpRequestMessage(new HttpMethod(input.TryGetProperty("method", out var method) ? method.GetString()! : "POST"), url);
        if (input.TryGetProperty("body", out var body)) request.Content = Content(body);
        request.Headers.UserAgent.Add(new ProductInfoHeaderValue("FactoryFlow-Workflows", "1"));
        request.Headers.Add("Idempotency-Key", key);
        if (!input.TryGetProperty("headers", out var headers)) return request;
        foreach (var header in headers.EnumerateObject())
        {
            // A line break would begin another header.
            var value = string.Concat(TextOf(header.Value).Where(c => !char.IsControl(c)));
            if (!header.Name.Equals("Content-Type", StringComparison.OrdinalIgnoreCase)) request.Headers.TryAddWithoutValidation(header.Name, value);
            else if (request.Content is { } content && MediaTypeHeaderValue.TryParse(value, out var type)) content.Headers.ContentType = type;
        }

        return request;
    }

    private static ByteArrayContent Content(JsonElement body) => new(Encoding.UTF8.GetBytes(TextOf(body)))
    {
        Headers = { ContentType = new MediaTypeHeaderValue(body.ValueKind == JsonValueKind.String ? "text/plain" : "application/json") },
    };

    private static string TextOf(JsonElement value) => value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();
}
