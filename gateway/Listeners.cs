using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace FactoryFlow.Gateway;

/// <summary>Where the gateway listens, and what it puts up with there.</summary>
internal static class Listeners
{
    private const string Default = "http://127.0.0.1:8080";

    /// <summary>
    /// JSON is served at ASPNETCORE_URLS and gRPC at <see cref="GatewaySettings.GrpcUrl"/>: without TLS a connection cannot
    /// say which protocol it speaks, so each has an address of its own.
    /// </summary>
    public static void Configure(WebApplicationBuilder builder, GatewaySettings settings)
    {
        var urls = (builder.Configuration[WebHostDefaults.ServerUrlsKey] ?? Default).Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var endpoints = new Dictionary<string, string?>(StringComparer.Ordinal);
        for (var i = 0; i < urls.Length; i++)
        {
            endpoints[$"Kestrel:Endpoints:json-{i}:Url"] = urls[i];
        }

        if (!string.IsNullOrEmpty(settings.GrpcUrl))
        {
            endpoints["Kestrel:Endpoints:grpc:Url"] = settings.GrpcUrl;
            endpoints["Kestrel:Endpoints:grpc:Protocols"] = nameof(HttpProtocols.Http2);
        }

        builder.Configuration.AddInMemoryCollection(endpoints);
        // Said once, above; said twice, Kestrel warns about it.
        builder.WebHost.UseSetting(WebHostDefaults.ServerUrlsKey, "");
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            // JSON is held to less, by the reader that can explain it: here the connection is cut, and a client still writing sees only that.
            kestrel.Limits.MaxRequestBodySize = 16 * GatewaySettings.MostBodyBytes;
            kestrel.Limits.MaxRequestHeadersTotalSize = 16 * 1024;
            kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(15);
            kestrel.Limits.Http2.MaxStreamsPerConnection = 1000;
        });
    }
}
