using System.Reflection;
using FactoryFlow.Identity.V1;
using FactoryFlow.Platform.Audit;
using FactoryFlow.Platform.Auth;
using FactoryFlow.Platform.Data;
using FactoryFlow.Platform.Errors;
using FactoryFlow.Platform.Messages;
using FactoryFlow.Platform.Operations;
using FactoryFlow.Platform.Tenants;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace FactoryFlow.Platform.Hosting;

/// <summary>What makes a process one of our services, in two calls.</summary>
public static class ServiceHosting
{
    /// <summary>
    /// Adds what every service has: gRPC with refusals and access checks, its database with migrations and the doorway,
    /// the bus with the outbox, health, telemetry. Configuration: <c>ConnectionStrings:{name}</c> (application role),
    /// <c>ConnectionStrings:{name}_owner</c> (the role that migrates), <c>ConnectionStrings:rabbitmq</c>.
    /// </summary>
    /// <param name="builder">The builder.</param>
    /// <param name="name">The service's name, as in its connection string and queues.</param>
    /// <param name="reasons">The static class that declares the service's reasons.</param>
    /// <param name="bus">Adds the service's reactions.</param>
    public static WebApplicationBuilder AddService(this WebApplicationBuilder builder, string name, Type reasons, Action<Bus>? bus = null)
    {
        builder.AddTelemetry(name);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            // gRPC without TLS needs HTTP/2 alone on its port; health is asked over HTTP/2 as well.
            kestrel.ConfigureEndpointDefaults(endpoint => endpoint.Protocols = HttpProtocols.Http2);
            kestrel.Limits.Http2.MaxStreamsPerConnection = 1000;
        });
        builder.Services.Configure<HostOptions>(o => o.ShutdownTimeout = TimeSpan.FromSeconds(8));

        var services = builder.Services;
        services.TryAddSingleton(TimeProvider.System);
        services.AddHttpContextAccessor();
        services.AddSingleton(new ReasonCatalogue(typeof(CommonReasons), reasons));
        services.AddGrpc(o =>
        {
            o.Interceptors.Add<RefusalInterceptor>();
            o.Interceptors.Add<AccessInterceptor>();
        });
        AddDatabase(services, builder.Configuration, name, reasons.Assembly);
        services.AddCallerVerification();
        Bus.Add(services, builder.Configuration, name, bus);
        services.AddSingleton<Readiness>();
        return builder;
    }

    /// <summary>Verifies tokens with the keys that identity publishes; identity itself brings its own.</summary>
    public static WebApplicationBuilder AddKeysFromIdentity(this WebApplicationBuilder builder)
    {
        builder.Services.AddServiceClient<KeyService.KeyServiceClient>("identity").AddKeySource();
        return builder;
    }

    /// <summary>
    /// Maps what every service answers: health over HTTP and gRPC, reflection, what it counts, what time it is. Call it after the service's own RPCs are mapped:
    /// it refuses to start with one that does not say who may call it.
    /// </summary>
    public static void MapService(this WebApplication app)
    {
        app.UseGrpcStatusTags();
        app.UseRequestSpans();
        app.MapGrpcService<HealthService>();
        app.MapGrpcService<ReflectionService>();
        app.MapGrpcService<UsageSource>();
        app.MapGrpcService<AuditSource>();
        app.MapGrpcService<ClockSource>();
        app.MapGrpcService<OperationsSource>();
        Readiness.Map(app);
        RpcAccess.OfAllProtos.DemandRulesFor(((IEndpointRouteBuilder)app).DataSources);
    }

    private static void AddDatabase(IServiceCollection services, IConfiguration configuration, string name, Assembly assembly)
    {
        var connectionString = Required(configuration, name);
        services.AddSingleton(_ => NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(connectionString)
        {
            ApplicationName = name,
            // Every setting of ours is for one transaction, so a connection has nothing to reset.
            NoResetOnClose = true,
            MaxAutoPrepare = 200,
            AutoPrepareMinUsages = 2,
            Timeout = 5,
            CommandTimeout = 15,
            Options = "-c statement_timeout=10s -c lock_timeout=5s -c idle_in_transaction_session_timeout=30s",
        }.ConnectionString));
        services.AddSingleton<RelaySignal>();
        services.AddSingleton(p => new TenantDb(
            p.GetRequiredService<NpgsqlDataSource>(), p.GetRequiredService<TimeProvider>(), p.GetRequiredService<RelaySignal>(), p.GetRequiredService<ReasonCatalogue>(),
            p.GetService<IPersonalData>()));
        services.AddSingleton(Swept.IdempotencyKeys);
        services.AddSingleton(Swept.RetriedFacts);
        services.AddSingleton<Sweep>();
        services.AddSingleton<IHostedService>(p => new MigrateOnStart(
            new Migrator(
                Required(configuration, name + "_owner"), new NpgsqlConnectionStringBuilder(connectionString).Username ?? "",
                p.GetRequiredService<ILogger<Migrator>>()),
            name, assembly));
        services.AddHostedService(p => p.GetRequiredService<Sweep>());
    }

    private static string Required(IConfiguration configuration, string name) => configuration.GetConnectionString(name)
        ?? throw new InvalidOperationException($"No database is configured: give ConnectionStrings__{name}, such as Host=localhost;Database={name};Username=...;Password=...");

    // Hosted services start in the order of registration and before the server listens: nobody sees a half-migrated database.
    private sealed class MigrateOnStart(Migrator migrator, string name, Assembly assembly) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken) =>
            migrator.Run(cancellationToken, ("platform", typeof(Migrator).Assembly), (name, assembly));

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
