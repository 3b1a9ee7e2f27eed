using System.Runtime.InteropServices;
using FactoryFlow.AppHost.Processes;

namespace FactoryFlow.AppHost.Hosting;

/// <summary>A run at a console: told to stop by Ctrl+C or SIGTERM, and talking to a person meanwhile.</summary>
internal static class ConsoleRun
{
    private const int Success = 0, Failure = 1, WrongUsage = 2;

    /// <summary>Starts, announces, plays the demo when asked to, waits and stops; the result is the exit code.</summary>
    public static async Task<int> Run(DistributedApplication application)
    {
        if (application.Description.Mistake is { } mistake)
        {
            await Console.Error.WriteLineAsync($"{mistake.Message}{Environment.NewLine}{Environment.NewLine}{CommandLine.Usage}");
            return WrongUsage;
        }
        if (!OperatingSystem.IsLinux())
        {
            await Console.Error.WriteLineAsync("The app host runs on Linux (on Windows, in WSL).");
            return Failure;
        }

        using var stopping = new CancellationTokenSource();
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        using var launcher = LauncherWatch.Start(stopping);
        try
        {
            return await RunUntil(application, stopping.Token);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            return Failure;
        }
        catch (StartException e)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return Failure;
        }
        finally
        {
            application.Description.Announcer.Say("Stopping");
            await application.DisposeAsync();
        }

        void Stop(PosixSignalContext signal)
        {
            signal.Cancel = true;
            stopping.Cancel();
        }
    }

    private static async Task<int> RunUntil(DistributedApplication application, CancellationToken stopping)
    {
        var (announcer, options) = (application.Description.Announcer, application.Options);
        foreach (var resource in application.Resources)
            resource.Changed += changed => Announce(announcer, changed);
        await announcer.While(application.WaitingFor, () => StartAndPrintLogs(application, stopping));

        var address = new Uri($"http://localhost:{options.GatewayPort}");
        if (application.Dashboard is { State: ResourceState.Running })
            announcer.Say($"Dashboard: http://localhost:{options.DashboardPort}");
        if (application.Description.AdministratorPassword is { Given: null } password)
        {
            announcer.Say(password.Value.Length > 0 && password.IsNew
                ? $"Administrator: admin@factoryflow.localhost with the password {password.Value} (shown this once, kept in {password.File})"
                : $"Administrator: admin@factoryflow.localhost with the password in {password.File}");
        }
        announcer.Say($"FactoryFlow is ready: {address.ToString().TrimEnd('/')}");

        var wentWell = !options.Demo || await Demo.Play(address, application.Description.AdministratorPassword!.Value, announcer.Output, stopping);
        if (!options.Exit)
            await Task.WhenAny(Task.Delay(Timeout.Infinite, stopping));
        return wentWell ? Success : Failure;
    }

    // Without a dashboard, the console is where logs can be read; a demo has the console to itself.
    private static async Task StartAndPrintLogs(DistributedApplication application, CancellationToken stopping)
    {
        var start = application.Start(stopping);
        var hasDashboard = application.Dashboard?.Decided ?? Task.FromResult(false);
        if (!application.Options.Demo && (await Task.WhenAny(start, hasDashboard) == start || !await hasDashboard))
        {
            foreach (var resource in application.Resources.OfType<ExecutableResource>())
                resource.Log.Added += line => application.Description.Announcer.Say($"[{resource.Name}] {line.Text}");
        }
        await start;
    }

    private static void Announce(Announcer announcer, Resource resource)
    {
        if (resource is ProcessResource { Restarts: 0, State: ResourceState.Running })
            announcer.Say($"{resource.Name} is ready");
        else if (resource is { State: ResourceState.Exited, Note: { } note })
            announcer.Say($"{resource.Name} {note} and is started again");
    }
}
