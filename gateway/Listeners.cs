using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace FactoryFlow.Gateway;

/// <summary>
/// Where the gateway listens, and what it puts up with there. JSON is served at ASPNETCORE_URLS and gRPC at
/// <see cref="GatewaySettings.GrpcUrl"/>: without TLS a connection cannot say which protocol it speaks, so each has an address of its own.
/// </summary>
internal sealed class Listeners
{
    private const string Default = "http://127.0.0.1:8080";

    private readonly string[] _json;
    private readonly string[] _grpc;
    private readonly long? _connections;
    private int _opened;

    public Listeners(IConfiguration configuration, GatewaySettings settings)
    {
        _json = (configuration[WebHostDefaults.ServerUrlsKey] is { Length: > 0 } urls ? urls : Default)
            .Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        _connections = settings.Connections < 0 ? null : settings.Connections;
        _grpc = string.IsNullOrEmpty(settings.GrpcUrl) ? [] : [settings.GrpcUrl];
    }

    public void Configure(KestrelServerOptions kestrel)
    {
        kestrel.AddServerHeader = false;
        // Addresses are opened in the order of Open, the one for gRPC last.
        kestrel.ConfigureEndpointDefaults(endpoint => endpoint.Protocols = ProtocolsOf(_opened++));
        // JSON is held to less, by the reader that can explain it: here the connection is cut, and a client still writing sees only that.
        kestrel.Limits.MaxRequestBodySize = 16 * GatewaySettings.MostBodyBytes;
        kestrel.Limits.MaxRequestHeadersTotalSize = 16 * 1024;
        kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(15);
        kestrel.Limits.MaxConcurrentConnections = _connections;
        // Many calls may share one connection of a gRPC client; Kestrel's own 100 would make them queue there.
        kestrel.Limits.Http2.MaxStreamsPerConnection = 1000;
    }

    public void Open(WebApplication app)
    {
        foreach (var url in _json.Concat(_grpc)) app.Urls.Add(url);
    }

    // Only TLS lets client and server agree on one of two protocols.
    private HttpProtocols ProtocolsOf(int index) => index >= _json.Length
        ? HttpProtocols.Http2
        : _json[index].StartsWith("https:", StringComparison.OrdinalIgnoreCase) ? HttpProtocols.Http1AndHttp2 : HttpProtocols.Http1;
}
