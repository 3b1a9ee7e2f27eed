using FactoryFlow.Gateway.Admission;
using FactoryFlow.Gateway.Api;
using FactoryFlow.Gateway.Cors;
using FactoryFlow.Gateway.Directory;
using FactoryFlow.Gateway.Docs;
using FactoryFlow.Gateway.Health;
using FactoryFlow.Gateway.OpenApi;
using FactoryFlow.Gateway.Pipeline;
using FactoryFlow.Gateway.RateLimits;
using FactoryFlow.Gateway.Transcoding;
using FactoryFlow.Identity.V1;
using FactoryFlow.Platform.Auth;
using FactoryFlow.Platform.Hosting;
using FactoryFlow.Tenancy.V1;
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
        var settings = GatewaySettings.From(builder.Configuration);
        var routes = RouteTable.Of(files);
        var listeners = new Listeners(builder.Configuration, settings);
        builder.WebHost.UseKestrelHttpsConfiguration().ConfigureKestrel(listeners.Configure);
        builder.Services.AddSingleton(TimeProvider.System);
        AddFrontDoor(builder.Services, settings);
        builder.Services.AddSingleton(new TranscodingStep(new JsonCodec(files), settings));
        builder.Services.AddSingleton<ProblemPages>();
        builder.Services.AddSingleton<Places>();
        builder.Services.AddSingleton<PlaceMetrics>();
        builder.Services.AddSingleton<PlaceStep>();
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
        app.Services.GetRequiredService<DirectoryMetrics>();
        app.UseGrpcStatusTags();
        app.UseRequestSpans();
        TrustedProxies.Use(app, settings);
        app.Use(RequestIds.Invoke);
        app.Use(app.Services.GetRequiredService<ProblemPages>().Invoke);
        app.Use(app.Services.GetRequiredService<CorsStep>().Invoke);
        app.UseRouting();
        app.MapHealth();
        app.MapDocument(routes, files);
        app.MapDocs();
        app.MapReverseProxy(pipeline =>
        {
            pipeline.Use(app.Services.GetRequiredService<FrontDoor>().Invoke);
            pipeline.Use(app.Services.GetRequiredService<TranscodingStep>().Invoke);
            pipeline.Use(GrpcPassThrough.Invoke);
            pipeline.Use(app.Services.GetRequiredService<PlaceStep>().Invoke);
            pipeline.Use(app.Services.GetRequiredService<ConnectionFailover>().Invoke);
            pipeline.UseLoadBalancing();
            pipeline.UsePassiveHealthChecks();
        }).ConfigureEndpoints((endpoint, route) =>
        {
            endpoint.WithMetadata(routes.RuleOf(route));
            if (routes.BindingOf(route) is { } binding) endpoint.WithMetadata(binding);
        });
        return app;
    }

    private static void AddFrontDoor(IServiceCollection services, GatewaySettings settings)
    {
        services.AddSingleton(settings);
        services.AddCallerVerification();
        services.AddServiceClient<KeyService.KeyServiceClient>("identity").AddKeySource();
        services.AddServiceClient<ApiKeyService.ApiKeyServiceClient>("identity");
        services.AddServiceClient<CutoffService.CutoffServiceClient>("identity");
        services.AddServiceClient<TenantDirectoryService.TenantDirectoryServiceClient>("tenancy");
        services.AddSingleton<AccessDirectory>();
        services.AddSingleton<DirectoryMetrics>();
        services.AddHostedService<DirectoryPoller>();
        services.AddSingleton<RateLimiters>();
        services.AddSingleton<ApiKeys>();
        services.AddSingleton<CorsStep>();
        services.AddSingleton<FrontDoor>();
    }
}
