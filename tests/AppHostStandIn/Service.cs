using System.Collections;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace FactoryFlow.AppHost.StandIn;

/// <summary>A service that is healthy at once, tells its variables to whoever asks, and ends when it is told to crash.</summary>
internal static class Service
{
    public static async Task<int> Run()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.AddFilter("Microsoft", LogLevel.Warning);
        var address = new Uri(builder.Configuration["ASPNETCORE_URLS"]!);
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, address.Port, listen =>
            listen.Protocols = builder.Configuration["StandIn:Http2"] == "true" ? HttpProtocols.Http2 : HttpProtocols.Http1));
        await using var service = builder.Build();
        service.MapGet("/health/ready", () => "ready");
        service.MapGet("/environment", () => Results.Text(Variables()));
        service.MapGet("/crash", () => Environment.Exit(3));
        Console.WriteLine($"listening on {address}");
        await service.RunAsync();
        return 0;
    }

    private static string Variables() => string.Join('\n', Environment.GetEnvironmentVariables().Cast<DictionaryEntry>().Select(entry => $"{entry.Key}={entry.Value}").Order());
}
