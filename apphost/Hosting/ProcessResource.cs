using System.Diagnostics;
using FactoryFlow.AppHost.Processes;

namespace FactoryFlow.AppHost.Hosting;

/// <summary>
/// A process that is kept running: started when its waits are over, watched, restarted with a growing pause when it ends
/// by itself, and left alone once it was asked to stop.
/// </summary>
internal abstract class ProcessResource(string name, string type) : Resource(name, type)
{
    /// <summary>So often it may end before it was ever healthy; then the start as a whole has failed.</summary>
    private const int Attempts = 3;

    private static readonly TimeSpan LongestStart = TimeSpan.FromSeconds(120), BetweenProbes = TimeSpan.FromSeconds(2);

    private readonly SemaphoreSlim _turn = new(1, 1);
    private CancellationTokenSource? _stopping;
    private Task _supervision = Task.CompletedTask;
    private GuardedProcess? _process;
    private bool _wasHealthy, _wasKilled;

    public List<EnvironmentVariable> Environment { get; } = [];

    /// <summary>Where the process id is noted for the next start.</summary>
    public PidFiles? PidFiles { get; set; }

    public int? ProcessId => _process is { HasExited: false } running ? running.Id : null;

    public int? ExitCode { get; private set; }

    public int Restarts { get; private set; }

    /// <summary>The command as it was last started.</summary>
    public LaunchCommand? LastCommand { get; private set; }

    public DateTimeOffset? LastProbe { get; private set; }

    /// <summary>Finds out what to run, fetching it if need be; null when it runs elsewhere and there is nothing to start.</summary>
    protected abstract Task<LaunchCommand?> Prepare(CancellationToken cancellationToken);

    /// <summary>Does it do its work?</summary>
    protected virtual Task<bool> Probe(CancellationToken cancellationToken) => Task.FromResult(true);

    public override void Start()
    {
        if (!_supervision.IsCompleted)
            return;
        _stopping?.Dispose();
        _stopping = new CancellationTokenSource();
        _supervision = Supervise(_stopping.Token);
    }

    public override async Task Stop()
    {
        await _turn.WaitAsync();
        try
        {
            if (_stopping is not null)
                await _stopping.CancelAsync();
            await _supervision;
        }
        finally
        {
            _turn.Release();
        }
    }

    public async Task Restart()
    {
        await Stop();
        Start();
    }

    /// <summary>Kills the process without warning; supervision starts it again, after the shortest pause, since it did not end by itself.</summary>
    public async Task Kill()
    {
        NotReady();
        _wasKilled = ProcessId is not null;
        if (_process is not null)
            await _process.Kill();
    }

    private async Task Supervise(CancellationToken stopping)
    {
        try
        {
            await WaitForOthers(stopping);
            Set(ResourceState.Starting);
            if (await Prepare(stopping) is { } command)
                await KeepRunning(command, stopping);
            else
                await WatchElsewhere(stopping);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            Set(ResourceState.Exited);
        }
        catch (Exception e)
        {
            // Whatever it was, it is this resource's failure to start, told in its place.
            Log.Add(e is StartException ? e.Message : e.ToString(), isError: true);
            Set(ResourceState.FailedToStart, e is StartException ? e.Message : $"{Name} did not start: {e.Message}");
        }
    }

    private async Task KeepRunning(LaunchCommand command, CancellationToken stopping)
    {
        var backoff = new Backoff();
        for (var attempt = 1; ; attempt++)
        {
            var clock = Stopwatch.StartNew();
            await RunOnce(command, stopping);
            if (stopping.IsCancellationRequested)
                return;
            if (!_wasHealthy && attempt == Attempts)
                throw new StartException($"{Name} did not start: it ended {Attempts} times, with exit code {ExitCode} at last.{System.Environment.NewLine}{Log.Tail()}");
            if (_wasKilled)
                backoff = new Backoff();
            _wasKilled = false;
            await Task.Delay(backoff.After(clock.Elapsed), stopping);
            Restarts++;
        }
    }

    private async Task RunOnce(LaunchCommand command, CancellationToken stopping)
    {
        Set(ResourceState.Starting);
        ExitCode = null;
        LastCommand = command with { Environment = Merge(command.Environment) };
        await using var process = _process = GuardedProcess.Start(LastCommand, Log);
        (Started, Stopped) = (DateTimeOffset.UtcNow, null);
        PidFiles?.Write(Name, process.Id);

        using var ended = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        var watch = Watch(process, ended.Token);
        await Task.WhenAny(process.Exited, Task.Delay(Timeout.Infinite, ended.Token));
        if (!process.HasExited)
        {
            Set(ResourceState.Stopping);
            await process.Stop();
        }
        await ended.CancelAsync();
        await watch;

        (ExitCode, Stopped) = (await process.Exited, DateTimeOffset.UtcNow);
        PidFiles?.Remove(Name);
        Set(ResourceState.Exited, stopping.IsCancellationRequested ? null : $"ended by itself with exit code {ExitCode}");
    }

    // Probes often until it is healthy, then every other second.
    private async Task Watch(GuardedProcess process, CancellationToken cancellationToken)
    {
        var clock = Stopwatch.StartNew();
        try
        {
            while (!await ProbeOnce(cancellationToken))
            {
                if (clock.Elapsed > LongestStart)
                {
                    Log.Add($"not healthy after {LongestStart.TotalSeconds} seconds: killed", isError: true);
                    await process.Kill();
                    return;
                }
                await Task.Delay(50, cancellationToken);
            }
            cancellationToken.ThrowIfCancellationRequested();
            _wasHealthy = true;
            await WatchHealth(cancellationToken);
        }
        catch (OperationCanceledException)
        {
        }
    }

    private async Task WatchElsewhere(CancellationToken cancellationToken)
    {
        if (!await ProbeOnce(cancellationToken))
            throw new StartException($"{Name} does not answer at the address given in ConnectionStrings__{Name}.");
        Started = DateTimeOffset.UtcNow;
        await WatchHealth(cancellationToken);
    }

    private async Task WatchHealth(CancellationToken cancellationToken)
    {
        Set(ResourceState.Running);
        while (true)
        {
            await Task.Delay(BetweenProbes, cancellationToken);
            var state = await ProbeOnce(cancellationToken) ? ResourceState.Running : ResourceState.RuntimeUnhealthy;
            cancellationToken.ThrowIfCancellationRequested();
            if (state != State)
                Set(state);
        }
    }

    private async Task<bool> ProbeOnce(CancellationToken cancellationToken)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(TimeSpan.FromSeconds(3));
        try
        {
            return await Probe(timeout.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return false;
        }
        finally
        {
            LastProbe = DateTimeOffset.UtcNow;
        }
    }

    private Dictionary<string, string?> Merge(IReadOnlyDictionary<string, string?> own)
    {
        var all = new Dictionary<string, string?>(own);
        foreach (var variable in Environment)
            all[variable.Name] = variable.Value();
        return all;
    }
}
