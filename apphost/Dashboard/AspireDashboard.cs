using System.Globalization;
using FactoryFlow.AppHost.Hosting;
using FactoryFlow.AppHost.Processes;

namespace FactoryFlow.AppHost.Dashboard;

/// <summary>
/// The dashboard's process, and what it needs of us. It is a convenience: where it cannot be had, the system does without.
/// </summary>
internal sealed class AspireDashboard(DistributedApplication application) : ProcessResource("aspire-dashboard", "Executable")
{
    private readonly TaskCompletionSource<bool> _decided = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly string _telemetry = Loopback(FreePort.Next()), _telemetryOverHttp = Loopback(FreePort.Next());
    private ResourceServiceHost? _service;

    /// <summary>Ends as soon as it is known whether there is a dashboard.</summary>
    public Task<bool> Decided => _decided.Task;

    /// <summary>Ends when it can be opened, or will never be.</summary>
    public Task ReadyOrLeftOut => Task.WhenAny(Ready);

    private string Url => Loopback(application.Options.DashboardPort);

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        if (_service is not null)
            await _service.DisposeAsync();
    }

    protected override async Task<LaunchCommand?> Prepare(CancellationToken cancellationToken)
    {
        try
        {
            var command = await FindAndDescribe(cancellationToken);
            SendTelemetryHere();
            _decided.TrySetResult(true);
            return command;
        }
        catch (StartException e)
        {
            application.Description.Announcer.Say($"The dashboard is left out ({e.Message}); logs are printed here instead.");
            _decided.TrySetResult(false);
            throw;
        }
        catch
        {
            _decided.TrySetResult(false);
            throw;
        }
    }

    protected override Task<bool> Probe(CancellationToken cancellationToken) => new HealthProbe(new Uri(Url + "/health"), http2: false).Ask(cancellationToken);

    private async Task<LaunchCommand> FindAndDescribe(CancellationToken cancellationToken)
    {
        var program = await DashboardPackage.Find(application.Description.Announcer.Say, cancellationToken);
        _service ??= await ResourceServiceHost.Start(application, cancellationToken);
        return new LaunchCommand(program, ["dashboard"])
        {
            Environment = new Dictionary<string, string?>(DashboardPackage.Globalization)
            {
                ["ASPNETCORE_URLS"] = Url,
                ["ASPNETCORE_ENVIRONMENT"] = "Production",
                ["ASPIRE_DASHBOARD_OTLP_ENDPOINT_URL"] = _telemetry,
                ["ASPIRE_DASHBOARD_OTLP_HTTP_ENDPOINT_URL"] = _telemetryOverHttp,
                // It listens on loopback only, where everybody could read our processes' environment anyway.
                ["ASPIRE_DASHBOARD_UNSECURED_ALLOW_ANONYMOUS"] = "true",
                ["DASHBOARD__OTLP__SUPPRESSUNSECUREDTELEMETRYMESSAGE"] = "true",
                ["DASHBOARD__RESOURCESERVICECLIENT__AUTHMODE"] = "ApiKey",
                ["DASHBOARD__RESOURCESERVICECLIENT__APIKEY"] = _service.Key,
                ["ASPIRE_RESOURCE_SERVICE_ENDPOINT_URL"] = _service.Address.ToString(),
                ["ASPIRE_CLI_PID"] = System.Environment.ProcessId.ToString(CultureInfo.InvariantCulture),
            },
        };
    }

    private void SendTelemetryHere()
    {
        foreach (var project in application.Resources.OfType<ProjectResource>())
        {
            project.Environment.Add(new("OTEL_EXPORTER_OTLP_ENDPOINT", () => _telemetry));
            project.Environment.Add(new("OTEL_EXPORTER_OTLP_PROTOCOL", () => "grpc"));
            project.Environment.Add(new("OTEL_SERVICE_NAME", () => project.Name));
            project.Environment.Add(new("OTEL_RESOURCE_ATTRIBUTES", () => $"service.instance.id={project.Suffix}"));
        }
    }

    private static string Loopback(int port) => string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}");
}
