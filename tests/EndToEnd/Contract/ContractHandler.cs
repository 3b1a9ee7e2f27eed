using System.Text;

namespace FactoryFlow.EndToEnd.Tests.Contract;

/// <summary>Holds every answer that a test gets against the document that the gateway serves; the test whose answer breaks it fails.</summary>
internal sealed class ContractHandler(HttpMessageHandler gateway) : DelegatingHandler(gateway)
{
    /// <summary>What events come as, one after the other.</summary>
    public const string Stream = "text/event-stream";

    private const int MostOfAStream = 4096;
    private Task<ApiContract>? _contract;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken);
        // Preflights are the gateway's own.
        if (request.Method != HttpMethod.Options && request.RequestUri!.AbsolutePath.StartsWith("/api/v1/", StringComparison.Ordinal))
        {
            var headers = response.Headers.NonValidated.Concat(response.Content.Headers.NonValidated).Select(header => header.Key).ToHashSet(StringComparer.OrdinalIgnoreCase);
            var isStream = response.Content.Headers.ContentType?.MediaType == Stream && request.Headers.Accept.Any(accepted => accepted.MediaType == Stream);
            var body = isStream ? await Begin(response, cancellationToken) : await response.Content.ReadAsStringAsync(cancellationToken);
            var contract = await ContractOf(request.RequestUri);
            if (contract.Breach(request.Method.Method, request.RequestUri.AbsolutePath, (int)response.StatusCode, response.Content.Headers.ContentType?.MediaType, body, name => headers.Contains(name)) is { } breach)
                throw new ContractException($"{request.Method} {request.RequestUri.AbsolutePath} answered {(int)response.StatusCode}, and {breach}: {body[..Math.Min(body.Length, 2000)]}");
            if (contract.Undescribed(request.Method.Method, request.RequestUri.AbsolutePath, (int)response.StatusCode, headers) is { } header)
                throw new ContractException($"{request.Method} {request.RequestUri.AbsolutePath} answered {(int)response.StatusCode} with a header {header}, which the document does not know");
        }

        return response;
    }

    // A stream lasts for as long as it was asked for: who asks for one gets what comes first, and the rest is given up.
    private static async Task<string> Begin(HttpResponseMessage response, CancellationToken ct)
    {
        using var whole = response.Content;
        await using var stream = await whole.ReadAsStreamAsync(ct);
        var piece = new byte[MostOfAStream];
        var length = await stream.ReadAsync(piece, ct);
        response.Content = new ByteArrayContent(piece, 0, length);
        response.Content.Headers.ContentType = whole.Headers.ContentType;
        return Encoding.UTF8.GetString(piece, 0, length);
    }

    // What is served where a call goes to. Two first calls at once may each read it.
    private Task<ApiContract> ContractOf(Uri uri) => _contract ??= Read(new Uri(uri, "/openapi/v1.json"));

    private async Task<ApiContract> Read(Uri uri)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, uri);
        using var response = (await base.SendAsync(request, CancellationToken.None)).EnsureSuccessStatusCode();
        return ApiContract.Read(await response.Content.ReadAsStringAsync());
    }
}

/// <summary>An answer that the served document does not allow.</summary>
internal sealed class ContractException(string message) : Exception(message);
