using System.Diagnostics;
using System.Globalization;

namespace FactoryFlow.AppHost.Processes;

/// <summary>
/// A child process in a session of its own that ends when it is told to, and also when the app host dies in any way
/// (see guard.sh). Its output goes line by line to a <see cref="LogBuffer"/>.
/// </summary>
internal sealed class GuardedProcess : IAsyncDisposable
{
    private static readonly string Guard = ReadGuard();
    private static readonly string[] SecretPrefixes = ["ConnectionStrings__", "Platform__", "Identity__"];

    private readonly Process _process;
    private readonly LaunchCommand _command;
    private readonly Task<int> _exited;

    private GuardedProcess(Process process, LaunchCommand command, LogBuffer log)
    {
        _process = process;
        _command = command;
        Id = process.Id;
        _exited = WaitForExit(Copy(process.StandardOutput, log, isError: false), Copy(process.StandardError, log, isError: true));
    }

    public int Id { get; }

    /// <summary>Ends with the exit code, after everything that was left of the process group has been swept away.</summary>
    public Task<int> Exited => _exited;

    public bool HasExited => _exited.IsCompleted;

    public static GuardedProcess Start(LaunchCommand command, LogBuffer log)
    {
        var start = new ProcessStartInfo("setsid")
        {
            WorkingDirectory = command.WorkingFolder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        var grace = ((int)Math.Ceiling(command.Grace.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        string[] guard = ["bash", "-c", Guard, "guard", ((int)command.StopSignal).ToString(CultureInfo.InvariantCulture), grace, command.File];
        foreach (var argument in guard.Concat(command.Arguments))
            start.ArgumentList.Add(argument);
        // A secret that the app host was given is for those that it hands it to.
        foreach (var name in start.Environment.Keys.Where(name => SecretPrefixes.Any(prefix => name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))).ToList())
            start.Environment.Remove(name);
        foreach (var (name, value) in command.Environment)
            start.Environment[name] = value;
        if (command.Account is not null)
            start.UserName = command.Account;

        var process = Process.Start(start) ?? throw new InvalidOperationException($"{command.File} could not be started.");
        return new GuardedProcess(process, command, log);
    }

    /// <summary>Asks for a graceful end, and kills the tree when that takes longer than the command's grace.</summary>
    public async Task Stop()
    {
        if (!HasExited)
            Unix.Send(Id, _command.StopSignal);
        if (await Task.WhenAny(_exited, Task.Delay(_command.Grace)) != _exited)
            await Kill();
    }

    /// <summary>Kills the process and everything it started, without warning.</summary>
    public async Task Kill()
    {
        if (!HasExited)
        {
            // The tree first, for the children that left the group; then whatever stayed in it.
            _process.Kill(entireProcessTree: true);
            Unix.Send(-Id, Signal.Kill);
        }
        await _exited;
    }

    public async ValueTask DisposeAsync()
    {
        await Stop();
        _process.Dispose();
    }

    private async Task<int> WaitForExit(Task output, Task error)
    {
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _process.Exited += (_, _) => ended.TrySetResult();
        _process.EnableRaisingEvents = true;
        if (_process.HasExited)
            ended.TrySetResult();
        await ended.Task;
        // Closing the pipe lets the watcher sweep the group; then nobody holds the output any more, unless it fled.
        _process.StandardInput.Close();
        await Task.WhenAny(Task.WhenAll(output, error), Task.Delay(TimeSpan.FromSeconds(2)));
        return _process.ExitCode;
    }

    private static async Task Copy(StreamReader reader, LogBuffer log, bool isError)
    {
        while (await reader.ReadLineAsync() is { } line)
            log.Add(line, isError);
    }

    private static string ReadGuard()
    {
        using var reader = new StreamReader(typeof(GuardedProcess).Assembly.GetManifestResourceStream("guard.sh")!);
        return reader.ReadToEnd();
    }
}
