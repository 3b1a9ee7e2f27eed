using System.Collections.Concurrent;
using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace FactoryFlow.Feed.Tests.Interop;

/// <summary>A gRPC implementation by other authors, in a process of its own: both a server and a client.</summary>
public sealed class ForeignPeer : IAsyncLifetime
{
    private static readonly TimeSpan InstallTime = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan StartTime = TimeSpan.FromSeconds(30);
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Interop");

    private readonly ConcurrentDictionary<int, TaskCompletionSource<JsonNode>> _pending = new();
    private readonly ConcurrentQueue<string> _complaints = new();
    private readonly TaskCompletionSource<int> _port = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Process? _process;
    private string? _missing;
    private int _lastId;

    /// <summary>Where the peer serves.</summary>
    public Uri Address { get; private set; } = new("http://127.0.0.1");

    /// <summary>The peer, or the end of a test on a machine that cannot run it.</summary>
    public ForeignPeer OrSkip()
    {
        Assert.SkipWhen(_missing is not null, _missing ?? "");
        return this;
    }

    /// <summary>Has the peer run one of its scenarios, and returns what it saw.</summary>
    internal async Task<JsonNode> RunAsync(string scenario, object? arguments = null)
    {
        var id = Interlocked.Increment(ref _lastId);
        var command = JsonSerializer.SerializeToNode(arguments ?? new { })!.AsObject();
        (command["id"], command["scenario"]) = (id, scenario);
        var answer = _pending.GetOrAdd(id, _ => new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
        await _process!.StandardInput.WriteLineAsync(command.ToJsonString().AsMemory(), Bounded.Token);
        await _process.StandardInput.FlushAsync(Bounded.Token);
        return await answer.WaitAsync(Bounded.Token);
    }

    /// <inheritdoc />
    public async ValueTask InitializeAsync()
    {
        try
        {
            await InstallAsync();
            _process = Start("node", "peer.js", redirectInput: true);
        }
        catch (Win32Exception)
        {
            _missing = "Install Node.js 20 or newer with npm: the peer that speaks gRPC independently of .NET runs on it.";
            return;
        }

        _process.ErrorDataReceived += (_, line) => _complaints.Enqueue(line.Data ?? "");
        _process.BeginErrorReadLine();
        _process.OutputDataReceived += (_, line) => Received(line.Data);
        _process.BeginOutputReadLine();
        Address = new Uri($"http://127.0.0.1:{await _port.Task.WaitAsync(StartTime)}");
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (_process is null)
            return;
        // The peer ends with its input; the tree is killed only if it does not.
        _process.StandardInput.Close();
        if (!_process.WaitForExit(TimeSpan.FromSeconds(5)))
            _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync().WaitAsync(StartTime);
        _process.Dispose();
    }

    private void Received(string? line)
    {
        if (line is null)
            _port.TrySetException(new InvalidOperationException($"The foreign peer ended before it served:\n{string.Join('\n', _complaints)}"));
        else if (JsonNode.Parse(line)!["port"] is { } port)
            _port.SetResult((int)port);
        else if (JsonNode.Parse(line) is { } message && _pending.TryRemove((int)message["id"]!, out var answer))
            answer.SetResult(message["result"]!);
    }

    // npm writes the file that is looked at last, so a broken installation is made again.
    private static async Task InstallAsync()
    {
        var (wanted, installed) = (Path.Combine(Folder, "package-lock.json"), Path.Combine(Folder, "node_modules", ".package-lock.json"));
        if (File.GetLastWriteTimeUtc(installed) >= File.GetLastWriteTimeUtc(wanted))
            return;
        using var npm = Start(OperatingSystem.IsWindows() ? "npm.cmd" : "npm", "ci --ignore-scripts --no-audit --no-fund", redirectInput: false);
        var output = Task.WhenAll(npm.StandardOutput.ReadToEndAsync(), npm.StandardError.ReadToEndAsync());
        await npm.WaitForExitAsync().WaitAsync(InstallTime);
        var said = string.Join('\n', await output.WaitAsync(StartTime));
        if (npm.ExitCode != 0)
            throw new InvalidOperationException($"npm could not install the foreign peer:\n{said}");
    }

    private static Process Start(string program, string arguments, bool redirectInput) => Process.Start(new ProcessStartInfo(program, arguments)
    {
        WorkingDirectory = Folder,
        RedirectStandardInput = redirectInput,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
    })!;
}
