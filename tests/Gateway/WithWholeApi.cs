using FactoryFlow.Gateway.Routes;
using FactoryFlow.Options.V1;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace FactoryFlow.Gateway.Tests;

/// <summary>The gateway with the real protos; behind it one server in the place of all services that only says which RPC it was asked for.</summary>
public sealed class WithWholeApi : IAsyncLifetime
{
    private WebApplication? services;
    private RunningGateway? gateway;

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.ConfigureEndpointDefaults(endpoint => endpoint.Protocols = HttpProtocols.Http2));
        services = builder.Build();
        services.Run(context =>
        {
            context.Response.ContentType = "application/grpc";
            context.Response.Headers["grpc-status"] = "9";
            context.Response.Headers["grpc-message"] = context.Request.Path.Value!.Split('/')[^1];
            return Task.CompletedTask;
        });
        await services.StartAsync();
        gateway = await RunningGateway.StartAsync([services.Urls.Single()], files: ApiDescriptors.Of(typeof(OptionsReflection).Assembly));
    }

    /// <summary>The RPC that a request reaches; null when there is none.</summary>
    internal async Task<string?> RpcOfAsync(string method, string path)
    {
        var answer = await gateway!.SendAsync(method, path, null);
        return (int)answer.Status == 409 ? (string?)answer.Json["detail"] : null;
    }

    public async ValueTask DisposeAsync()
    {
        await gateway!.DisposeAsync();
        await services!.DisposeAsync();
    }
}
