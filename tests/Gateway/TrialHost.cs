using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace FactoryFlow.Gateway.Tests;

/// <summary>One instance of the trial service on a port of its own, as a service runs it: HTTP/2 without TLS.</summary>
internal sealed class TrialHost : IAsyncDisposable
{
    private readonly WebApplication _app;
    private int _held;

    private TrialHost(WebApplication app) => _app = app;

    public string Address => _app.Urls.Single();

    /// <summary>Completes when a client has given a stream up.</summary>
    public Task Abandoned => _app.Services.GetRequiredService<Abandonment>().Seen;

    /// <summary>How many pieces of files were taken.</summary>
    public int PiecesTaken => _app.Services.GetRequiredService<Abandonment>().PiecesTaken;

    /// <summary>Takes requests and never answers, as a stopped process would.</summary>
    public bool IsSilent { get; set; }

    /// <summary>How many calls it took while it was silent.</summary>
    public int Held => _held;

    /// <summary>What readiness answers.</summary>
    public bool IsReady { get; set; } = true;

    public static async Task<TrialHost> Start(string name = "trial", string url = "http://127.0.0.1:0")
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(url);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.ConfigureEndpointDefaults(endpoint => endpoint.Protocols = HttpProtocols.Http2);
        });
        builder.Services.AddGrpc();
        builder.Services.AddSingleton(new Trial(name));
        builder.Services.AddSingleton<Abandonment>();
        var host = new TrialHost(builder.Build());
        host._app.Use(next => context => host.IsSilent ? host.Hold(context) : next(context));
        host._app.MapGrpcService<Trial>();
        host._app.MapGrpcService<Streams>();
        host._app.MapGet("/health/ready", () => Results.Json(
            new { status = host.IsReady ? "UP" : "DOWN", parts = new { database = new { status = "UP" } } }, statusCode: host.IsReady ? 200 : 503));
        await host._app.StartAsync();
        return host;
    }

    private Task Hold(HttpContext context)
    {
        if (HttpMethods.IsPost(context.Request.Method)) Interlocked.Increment(ref _held);
        return Task.Delay(Timeout.Infinite, context.RequestAborted);
    }

    public async ValueTask DisposeAsync()
    {
        using var soon = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));
        await _app.StopAsync(soon.Token);
        await _app.DisposeAsync();
    }
}
