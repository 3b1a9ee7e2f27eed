namespace FactoryFlow.EndToEnd.Tests.Contract;

/// <summary>Holds every answer that a test gets against the document that the gateway serves; the test whose answer breaks it fails.</summary>
internal sealed class ContractHandler(HttpMessageHandler gateway) : DelegatingHandler(gateway)
{
    private readonly SemaphoreSlim _turn = new(1);
    private volatile ApiContract? _contract;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken);
        // Preflights are the gateway's own.
        if (request.Method != HttpMethod.Options && request.RequestUri!.AbsolutePath.StartsWith("/api/v1/", StringComparison.Ordinal))
        {
            var body = await response.Content.ReadAsStringAsync(cancellationToken);
            var contract = await Contract(request.RequestUri, cancellationToken);
            if (contract.Breach(request.Method.Method, request.RequestUri.AbsolutePath, (int)response.StatusCode, response.Content.Headers.ContentType?.MediaType, body) is { } breach)
                throw new ContractException($"{request.Method} {request.RequestUri.AbsolutePath} answered {(int)response.StatusCode}, and {breach}: {body[..Math.Min(body.Length, 2000)]}");
        }

        return response;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) _turn.Dispose();
        base.Dispose(disposing);
    }

    private async Task<ApiContract> Contract(Uri uri, CancellationToken ct)
    {
        if (_contract is { } known) return known;
        await _turn.WaitAsync(ct);
        try
        {
            if (_contract is null)
            {
                using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(uri, "/openapi/v1.json"));
                using var response = (await base.SendAsync(request, ct)).EnsureSuccessStatusCode();
                _contract = ApiContract.Read(await response.Content.ReadAsStringAsync(ct));
            }

            return _contract;
        }
        finally
        {
            _turn.Release();
        }
    }
}

/// <summary>An answer that the served document does not allow.</summary>
internal sealed class ContractException(string message) : Exception(message);
