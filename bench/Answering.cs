using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace FactoryFlow.Bench;

/// <summary>
/// What stands behind the gateway when the gateway alone is measured, in a process of its own: over gRPC each call gets an empty message,
/// as the quickest service would answer; over HTTP/1.1 each GET gets the same bytes as the gateway makes of that.
/// </summary>
internal static class Answering
{
    private static readonly byte[] EmptyMessage = new byte[5];

    /// <summary>Runs until it is ended: bench answer {port of HTTP/1.1} {port of gRPC}.</summary>
    public static async Task<int> Run(string[] args)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.ListenLocalhost(Port(0), endpoint => endpoint.Protocols = HttpProtocols.Http1);
            kestrel.ListenLocalhost(Port(1), endpoint => endpoint.Protocols = HttpProtocols.Http2);
        });
        var json = Array.Empty<byte>();
        var app = builder.Build();
        app.Run(async context =>
        {
            var (request, response) = (context.Request, context.Response);
            if (HttpMethods.IsPost(request.Method))
            {
                await request.Body.CopyToAsync(Stream.Null);
                response.ContentType = "application/grpc";
                await response.Body.WriteAsync(EmptyMessage);
                response.AppendTrailer("grpc-status", "0");
            }
            else if (HttpMethods.IsPut(request.Method))
            {
                using var body = new MemoryStream();
                await request.Body.CopyToAsync(body);
                json = body.ToArray();
            }
            else
            {
                response.ContentType = "application/json";
                response.ContentLength = json.Length;
                await response.Body.WriteAsync(json);
            }
        });
        await app.RunAsync();
        return 0;

        int Port(int index) => int.Parse(args[index + 1], System.Globalization.CultureInfo.InvariantCulture);
    }
}
