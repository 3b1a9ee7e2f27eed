using FactoryFlow.Gateway.Api;
using FactoryFlow.Gateway.Health;
using FactoryFlow.Gateway.Pipeline;
using FactoryFlow.Gateway.Transcoding;
using FactoryFlow.Platform.Hosting;
using Google.Protobuf.Reflection;

namespace FactoryFlow.Gateway;

/// <summary>The gateway, for whatever API the descriptors describe.</summary>
internal static class GatewayApplication
{
    public static WebApplication Build(string[] args, IReadOnlyList<FileDescriptor> files, Action<WebApplicationBuilder>? configure = null)
    {
        var builder = WebApplication.CreateSlimBuilder(args);
        configure?.Invoke(builder);
        builder.AddTelemetry("gateway");
        // A failed call is written down by ConnectionFailover, a change of health by YARP: not each failed probe, and nothing twice.
        builder.Logging.AddFilter("Yarp.ReverseProxy.Forwarder", LogLevel.Error).AddFilter("Yarp.ReverseProxy.Health.ActiveHealthCheckMonitor", LogLevel.Error);
        // An open stream must not hold up the end.
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(4));
        var settings = builder.Configuration.GetSection("Gateway").Get<GatewaySettings>() ?? new GatewaySettings();
        var routes = RouteTable.Of(files);
        var listeners = new Listeners(builder.Configuration, settings);
        builder.WebHost.UseKestrelHttpsConfiguration().ConfigureKestrel(listeners.Configure);
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton(new TranscodingStep(new JsonCodec(files), settings));
        builder.Services.AddSingleton<ProblemPages>();
        builder.Services.AddSingleton<ConnectionFailover>();
        builder.Services.AddSingleton(services => new ServiceHealth(
            [.. routes.Clusters.Union(Clusters.Configured(builder.Configuration), StringComparer.OrdinalIgnoreCase).Order(StringComparer.Ordinal)],
            builder.Configuration, services.GetRequiredService<TimeProvider>()));
        builder.Services.AddReverseProxy()
            .LoadFromMemory(routes.Routes, Clusters.Of(routes.Clusters, builder.Configuration))
            .ConfigureHttpClient((_, handler) => Clusters.Configure(handler))
            .AddTransforms(transforms => Forwarding.AddTransforms(transforms, routes, settings));

        var app = builder.Build();
        listeners.Open(app);
        app.UseRequestSpans();
        app.Use(RequestIds.Invoke);
        app.Use(app.Services.GetRequiredService<ProblemPages>().Invoke);
        app.UseRouting();
        app.MapHealth();
        app.MapReverseProxy(pipeline =>
        {
            pipeline.Use(app.Services.GetRequiredService<TranscodingStep>().Invoke);
            pipeline.Use(GrpcPassThrough.Invoke);
            pipeline.Use(app.Services.GetRequiredService<ConnectionFailover>().Invoke);
            pipeline.UseLoadBalancing();
            pipeline.UsePassiveHealthChecks();
        }).ConfigureEndpoints((endpoint, route) =>
        {
            if (routes.BindingOf(route) is { } binding) endpoint.WithMetadata(binding);
        });
        return app;
    }
}
