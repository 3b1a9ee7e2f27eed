using System.Diagnostics;
using System.Runtime.InteropServices;
using FactoryFlow.AppHost.Processes;
using FactoryFlow.AppHost.StandIn;

namespace FactoryFlow.AppHost.Tests;

/// <summary>An app host in a process of its own, so that it can be interrupted and killed like a real one.</summary>
internal sealed class HostProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly List<string> _lines = [];

    private HostProcess(ProcessStartInfo start)
    {
        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += (_, line) => Add(line.Data);
        _process.ErrorDataReceived += (_, line) => Add(line.Data);
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public string Output
    {
        get
        {
            lock (_lines)
                return string.Join('\n', _lines);
        }
    }

    public bool IsReady => Output.Contains("FactoryFlow is ready: http://localhost:", StringComparison.Ordinal);

    public Uri GatewayAddress => new(Output.Split('\n').Single(line => line.StartsWith("FactoryFlow is ready", StringComparison.Ordinal)).Split(": ")[1].Replace("localhost", "127.0.0.1"));

    /// <summary>Starts the small stand-in system on the folder; ports are free ones unless given.</summary>
    public static HostProcess Start(string data, string[]? arguments = null, string? account = null, Dictionary<string, string>? environment = null)
    {
        string[] ports = arguments?.Contains("--gateway-port") == true ? [] : ["--gateway-port", "0"];
        string[] dashboard = arguments?.Any(argument => argument.Contains("dashboard", StringComparison.Ordinal)) == true ? [] : ["--no-dashboard"];
        var dotnet = Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "../../../dotnet");
        var standIn = typeof(SmallSystem).Assembly.Location.Replace(".Tests/", ".StandIn/");
        var start = new ProcessStartInfo(dotnet, ["exec", standIn, "host", "--data", data, .. dashboard, .. ports, .. arguments ?? []])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = "/",
        };
        if (account is not null)
            start.UserName = account;
        foreach (var (name, value) in environment ?? [])
            start.Environment[name] = value;
        return new HostProcess(start);
    }

    public static async Task<HostProcess> StartReady(string data, string[]? arguments = null, string? account = null, Dictionary<string, string>? environment = null)
    {
        var host = Start(data, arguments, account, environment);
        await Eventually.Is(() => host.IsReady || host._process.HasExited, seconds: 150);
        host.IsReady.ShouldBeTrue(host.Output);
        return host;
    }

    public void Send(Signal signal) => Unix.Send(_process.Id, signal);

    public async Task<int> Exit(int seconds = 15)
    {
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromSeconds(seconds));
        return _process.ExitCode;
    }

    public async Task<string> Ask(string path)
    {
        using var client = new HttpClient { Timeout = TimeSpan.FromSeconds(5) };
        return await client.GetStringAsync(new Uri(GatewayAddress, path), TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            Send(Signal.Terminate);
            await Exit(30);
        }
        _process.Dispose();
    }

    private void Add(string? line)
    {
        if (line is null)
            return;
        lock (_lines)
            _lines.Add(line);
    }
}
