using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;
using OpenTelemetry;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace FactoryFlow.Platform.Hosting;

/// <summary>
/// Traces, metrics and logs over OTLP, as the OTEL_* variables say; metrics for Prometheus at <c>http://{Metrics:Host}:{Metrics:Port}/metrics</c>
/// where a port is given, on this machine only unless another host is; the log on the console, as JSON where <c>Logging:Console:FormatterName</c> is json. .NET, Npgsql and MassTransit
/// emit by themselves; this collects. Without either nothing is collected and nothing is spent.
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
        AddConsole(builder);
        // What frameworks say of every request costs more than the request.
        foreach (var chatty in Chatty) builder.Logging.AddFilter(chatty, LogLevel.Warning);
        var (isSent, port) = (IsSent(builder.Configuration), MetricsPort(builder.Configuration));
        if (!IsMeasured(builder.Configuration)) return builder;

        void Describe(ResourceBuilder resource) =>
            resource.AddService(service, serviceNamespace: "factoryflow", autoGenerateServiceInstanceId: false).AddEnvironmentVariableDetector();

        if (isSent) SendLog(builder, Describe);
        builder.Services.AddSingleton(_ => OpenTelemetrySdk.Create(otel =>
        {
            otel.ConfigureResource(Describe).WithMetrics(m =>
            {
                m.AddMeter(Meters);
                if (isSent) m.AddOtlpExporter((_, reader) => reader.PeriodicExportingMetricReaderOptions.ExportIntervalMilliseconds = 5000);
                if (port is { } listen) m.AddPrometheusHttpListener(o => (o.Host, o.Port) = (MetricsHost(builder.Configuration), listen));
            });
            if (isSent) otel.WithTracing(t => t.AddSource(Sources).AddOtlpExporter());
        }));
        builder.Services.AddHostedService<TelemetryLifetime>();
        return builder;
    }

    /// <summary>Whether anybody sees what is measured.</summary>
    internal static bool IsMeasured(IConfiguration configuration) => IsSent(configuration) || MetricsPort(configuration) is not null;

    private static bool IsSent(IConfiguration configuration) => !string.IsNullOrEmpty(configuration["OTEL_EXPORTER_OTLP_ENDPOINT"]);

    private static int? MetricsPort(IConfiguration configuration) => configuration["Metrics:Port"] is not { Length: > 0 } text ? null
        : int.TryParse(text, CultureInfo.InvariantCulture, out var port) && port is > 0 and < 65536 ? port
        : throw new InvalidOperationException($"Metrics__Port is {text}: give a port from 1 to 65535, or leave it out.");

    // Whoever scrapes from another machine has an address of this one given, or + for all of them.
    private static string MetricsHost(ConfigurationManager configuration) => configuration["Metrics:Host"] is { Length: > 0 } host ? host : "127.0.0.1";

    private static void AddConsole(WebApplicationBuilder builder)
    {
        if (string.Equals(builder.Configuration["Logging:Console:FormatterName"], ConsoleFormatterNames.Json, StringComparison.OrdinalIgnoreCase))
        {
            builder.Logging.AddJsonConsole(o => (o.IncludeScopes, o.UseUtcTimestamp, o.TimestampFormat) = (true, true, "yyyy-MM-dd'T'HH:mm:ss.fff'Z'"));
            return;
        }

        builder.Logging.AddSimpleConsole(o => (o.SingleLine, o.UseUtcTimestamp, o.TimestampFormat) = (true, true, "HH:mm:ss.fff "));
    }

    private static void SendLog(WebApplicationBuilder builder, Action<ResourceBuilder> describe)
    {
        // Off by default in .NET 10; without it a server's span has no method, path or status.
        AppContext.SetSwitch("Microsoft.AspNetCore.Hosting.SuppressActivityOpenTelemetryData", false);
        builder.Logging.AddOpenTelemetry(o =>
        {
            o.IncludeFormattedMessage = true;
            o.IncludeScopes = true;
            o.ParseStateValues = true;
            var resource = ResourceBuilder.CreateDefault();
            describe(resource);
            o.SetResourceBuilder(resource);
            o.AddOtlpExporter();
        });
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
