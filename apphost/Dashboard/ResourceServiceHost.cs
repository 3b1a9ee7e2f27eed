using System.Net;
using System.Security.Cryptography;
using System.Text;
using FactoryFlow.AppHost.Hosting;
using FactoryFlow.AppHost.Processes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace FactoryFlow.AppHost.Dashboard;

/// <summary>Serves <see cref="ResourceService"/> on a loopback port to whoever knows the key.</summary>
internal sealed class ResourceServiceHost : IAsyncDisposable
{
    private readonly WebApplication _application;

    private ResourceServiceHost(WebApplication application, Uri address, string key) => (_application, Address, Key) = (application, address, key);

    public Uri Address { get; }

    /// <summary>Sent with every call, in the header x-resource-service-api-key.</summary>
    public string Key { get; }

    public static async Task<ResourceServiceHost> Start(DistributedApplication system, CancellationToken cancellationToken)
    {
        var (port, key) = (FreePort.Next(), Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)));
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, port, listen => listen.Protocols = HttpProtocols.Http2));
        builder.Services.AddGrpc();
        builder.Services.AddSingleton(system);
        builder.Services.AddSingleton<IHostLifetime, LeaveSignalsAlone>();
        var application = builder.Build();
        application.Use(async (context, next) =>
        {
            var sent = Encoding.UTF8.GetBytes(context.Request.Headers["x-resource-service-api-key"].ToString());
            if (CryptographicOperations.FixedTimeEquals(sent, Encoding.UTF8.GetBytes(key)))
                await next(context);
            else
                context.Response.StatusCode = StatusCodes.Status401Unauthorized;
        });
        application.MapGrpcService<ResourceService>();
        await application.StartAsync(cancellationToken);
        return new ResourceServiceHost(application, new Uri($"http://127.0.0.1:{port}"), key);
    }

    public async ValueTask DisposeAsync()
    {
        await _application.StopAsync();
        await _application.DisposeAsync();
    }

    /// <summary>The app host decides when to stop; this small server is only a part of it.</summary>
    private sealed class LeaveSignalsAlone : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
