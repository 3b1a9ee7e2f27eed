using FactoryFlow.AppHost.Processes;

namespace FactoryFlow.AppHost.Servers;

/// <summary>The process behind a server of our own: started until it answers, stopped, killed, started again on the same data.</summary>
/// <param name="name">What a person calls the server.</param>
/// <param name="data">Where it keeps its data.</param>
/// <param name="temporary">Whether the data goes with it.</param>
internal sealed class ServerProcess(string name, DataFolder data, bool temporary) : IAsyncDisposable
{
    private static readonly TimeSpan BetweenQuestions = TimeSpan.FromMilliseconds(20);

    private GuardedProcess? _process;

    /// <summary>Starts it and waits until it answers.</summary>
    /// <exception cref="StartException">It ended instead.</exception>
    public async Task Start(LaunchCommand command, LogBuffer log, Func<CancellationToken, Task<bool>> answers, TimeSpan limit, CancellationToken cancellationToken)
    {
        _process = GuardedProcess.Start(command, log);
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(limit);
        while (!await answers(timeout.Token))
        {
            if (_process.HasExited)
                throw new StartException($"{name} ended while it was starting:{Environment.NewLine}{log.Tail()}");
            await Task.Delay(BetweenQuestions, timeout.Token);
        }
    }

    public Task Stop() => _process?.Stop() ?? Task.CompletedTask;

    public Task Kill() => _process?.Kill() ?? Task.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
            await _process.DisposeAsync();
        if (temporary && Directory.Exists(data.Path))
            data.Delete();
    }
}
