using FactoryFlow.Gateway.Routes;
using FactoryFlow.Gateway.Transcoding;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace FactoryFlow.Gateway.Tests;

/// <summary>Asks ASP.NET Core's own routing where a request would go.</summary>
internal static class Routing
{
    public static async Task<string?> RpcOfAsync(RouteTable table, string method, string path)
    {
        var app = Build(table);
        await using var _ = app.Services as IAsyncDisposable;
        var context = new DefaultHttpContext { RequestServices = app.Services, Request = { Method = method, Path = path } };
        string? rpc = null;
        var pipeline = new ApplicationBuilder(app.Services);
        pipeline.Properties["__EndpointRouteBuilder"] = app;
        pipeline.UseRouting();
        pipeline.Run(http =>
        {
            rpc = http.GetEndpoint()?.Metadata.GetMetadata<HttpBinding>()?.Rpc.Name;
            return Task.CompletedTask;
        });
        await pipeline.Build()(context);
        return rpc;
    }

    private static WebApplication Build(RouteTable table)
    {
        var app = WebApplication.CreateSlimBuilder().Build();
        foreach (var route in table.Routes)
        {
            var endpoint = app.MapMethods(route.Match.Path!, route.Match.Methods!, () => "");
            if (table.BindingOf(route) is { } binding)
            {
                endpoint.WithMetadata(binding);
            }
        }

        return app;
    }
}
