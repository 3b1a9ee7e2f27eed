using FactoryFlow.Options.V1;
using FactoryFlow.Platform.Auth;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace FactoryFlow.Gateway.Tests;

/// <summary>The gateway with the real protos; behind it one server in the place of all services that only says which RPC it was asked for.</summary>
public sealed class WithWholeApi : IAsyncLifetime
{
    private WebApplication? _services;
    private RunningGateway? _gateway;

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.ConfigureEndpointDefaults(endpoint => endpoint.Protocols = HttpProtocols.Http2));
        _services = builder.Build();
        _services.Run(context =>
        {
            context.Response.ContentType = "application/grpc";
            context.Response.Headers["grpc-status"] = "9";
            context.Response.Headers["grpc-message"] = context.Request.Path.Value!.Split('/')[^1];
            return Task.CompletedTask;
        });
        await _services.StartAsync();
        _gateway = await RunningGateway.Start([_services.Urls.Single()], files: [.. RpcAccess.DescriptorsIn(typeof(OptionsReflection).Assembly)]);
    }

    /// <summary>The RPC that a request reaches; null when there is none.</summary>
    internal async Task<string?> RpcOf(string method, string path)
    {
        var answer = await _gateway!.Send(method, path, null);
        return (int)answer.Status == 409 ? (string?)answer.Json["detail"] : null;
    }

    public async ValueTask DisposeAsync()
    {
        await _gateway!.DisposeAsync();
        await _services!.DisposeAsync();
    }
}
