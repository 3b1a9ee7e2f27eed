namespace FactoryFlow.EndToEnd.Tests.Contract;

/// <summary>Holds every answer that a test gets against the document that the gateway serves; the test whose answer breaks it fails.</summary>
internal sealed class ContractHandler(HttpMessageHandler gateway) : DelegatingHandler(gateway)
{
    private Task<ApiContract>? _contract;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken);
        // Preflights are the gateway's own.
        if (request.Method != HttpMethod.Options && request.RequestUri!.AbsolutePath.StartsWith("/api/v1/", StringComparison.Ordinal))
        {
            var body = await response.Content.ReadAsStringAsync(cancellationToken);
            var contract = await ContractOf(request.RequestUri);
            if (contract.Breach(request.Method.Method, request.RequestUri.AbsolutePath, (int)response.StatusCode, response.Content.Headers.ContentType?.MediaType, body) is { } breach)
                throw new ContractException($"{request.Method} {request.RequestUri.AbsolutePath} answered {(int)response.StatusCode}, and {breach}: {body[..Math.Min(body.Length, 2000)]}");
        }

        return response;
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
