using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace FactoryFlow.Platform.Hosting;

/// <summary>
/// Traces, metrics and logs over OTLP, as the OTEL_* variables say. .NET, Npgsql and MassTransit emit by themselves; this collects.
/// Without OTEL_EXPORTER_OTLP_ENDPOINT nothing is collected and nothing is spent.
/// </summary>
public static class Telemetry
{
    /// <summary>Our own activities.</summary>
    public static readonly ActivitySource Source = new("FactoryFlow.Platform");

    /// <summary>Our own measures.</summary>
    public static readonly Meter Meter = new("FactoryFlow.Platform");

    private static readonly string[] Sources = ["FactoryFlow.*", "Microsoft.AspNetCore", "System.Net.Http", "Npgsql", "MassTransit"];

    private static readonly string[] Chatty = ["Microsoft.AspNetCore", "Grpc", "MassTransit", "Yarp"];

    private static readonly string[] Meters =
    [
        "FactoryFlow.*", "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "System.Net.Http", "System.Runtime", "Npgsql", "MassTransit",
    ];

    /// <summary>Collects this process's telemetry under the given service name, and writes its log to the console, a line each.</summary>
    public static WebApplicationBuilder AddTelemetry(this WebApplicationBuilder builder, string service)
    {
        builder.Logging.AddSimpleConsole(o =>
        {
            o.SingleLine = true;
            o.UseUtcTimestamp = true;
            o.TimestampFormat = "HH:mm:ss.fff ";
        });
        // What frameworks say of every request costs more than the request.
        foreach (var chatty in Chatty) builder.Logging.AddFilter(chatty, LogLevel.Warning);
        if (string.IsNullOrEmpty(builder.Configuration["OTEL_EXPORTER_OTLP_ENDPOINT"])) return builder;

        // Off by default in .NET 10; without it a server's span has no method, path or status.
        AppContext.SetSwitch("Microsoft.AspNetCore.Hosting.SuppressActivityOpenTelemetryData", false);
        void Describe(ResourceBuilder resource) =>
            resource.AddService(service, serviceNamespace: "factoryflow", autoGenerateServiceInstanceId: false).AddEnvironmentVariableDetector();

        builder.Logging.AddOpenTelemetry(o =>
        {
            o.IncludeFormattedMessage = true;
            o.IncludeScopes = true;
            o.ParseStateValues = true;
            var resource = ResourceBuilder.CreateDefault();
            Describe(resource);
            o.SetResourceBuilder(resource);
            o.AddOtlpExporter();
        });
        builder.Services.AddSingleton(_ => OpenTelemetrySdk.Create(otel => otel
            .ConfigureResource(Describe)
            .WithTracing(t => t.AddSource(Sources).AddOtlpExporter())
            .WithMetrics(m => m.AddMeter(Meters)
                .AddOtlpExporter((_, reader) => reader.PeriodicExportingMetricReaderOptions.ExportIntervalMilliseconds = 5000))));
        builder.Services.AddHostedService<TelemetryLifetime>();
        return builder;
    }

    /// <summary>Names each request's span after its route and gives it its status; put it first in the pipeline.</summary>
    public static void UseRequestSpans(this WebApplication app) => app.Use(async (http, next) =>
    {
        if (http.Features.Get<IHttpActivityFeature>()?.Activity is not { IsAllDataRequested: true } span)
        {
            await next(http);
            return;
        }

        // YARP's transcoding rewrites the request on its way in; the span keeps what the client asked for.
        var method = http.Request.Method;
        try
        {
            await next(http);
        }
        finally
        {
            if (http.GetEndpoint() is RouteEndpoint { RoutePattern.RawText: { } route })
            {
                var isGrpc = http.Request.ContentType?.StartsWith("application/grpc", StringComparison.Ordinal) == true && method == "POST";
                span.DisplayName = isGrpc ? route.TrimStart('/') : $"{method} {route}";
                span.SetTag("http.route", route);
            }

            span.SetTag("http.response.status_code", http.Response.StatusCode);
            if (http.Response.StatusCode >= 500) span.SetStatus(ActivityStatusCode.Error);
        }
    });

    // Resolving the SDK starts it; what is buffered must leave before the process does.
    private sealed class TelemetryLifetime(OpenTelemetrySdk sdk) : IHostedService
    {
        private const int FlushTimeoutMilliseconds = 2000;

        public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken)
        {
            sdk.TracerProvider.ForceFlush(FlushTimeoutMilliseconds);
            sdk.MeterProvider.ForceFlush(FlushTimeoutMilliseconds);
            return Task.CompletedTask;
        }
    }
}
