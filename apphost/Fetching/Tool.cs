using System.ComponentModel;
using System.Diagnostics;
using FactoryFlow.AppHost.Processes;

namespace FactoryFlow.AppHost.Fetching;

/// <summary>Runs a command-line tool to its end.</summary>
internal static class Tool
{
    /// <summary>True when the tool can be found on the PATH.</summary>
    public static bool Exists(string name) => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(folder => File.Exists(Path.Combine(folder, name)));

    /// <summary>What the tool printed; a <see cref="StartException"/> with its last words when it failed.</summary>
    public static async Task<string> Run(string tool, IEnumerable<string> arguments, CancellationToken cancellationToken, string? folder = null, string? account = null,
        IReadOnlyDictionary<string, string?>? environment = null)
    {
        var start = new ProcessStartInfo(tool, arguments)
        {
            WorkingDirectory = folder ?? "/",
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        if (account is not null)
            start.UserName = account;
        foreach (var (name, value) in environment ?? new Dictionary<string, string?>())
            start.Environment[name] = value;

        using var process = StartProcess(start);
        process.StandardInput.Close();
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
            var error = process.StandardError.ReadToEndAsync(cancellationToken);
            await process.WaitForExitAsync(cancellationToken);
            if (process.ExitCode != 0)
                throw new StartException($"{Path.GetFileName(tool)} failed with exit code {process.ExitCode}: {LastWords(await error is { Length: > 0 } words ? words : await output)}");
            return await output;
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }

    private static Process StartProcess(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception e)
        {
            throw new StartException($"{start.FileName} could not be started: {e.Message}");
        }
    }

    private static string LastWords(string output) => output.Trim() is { Length: > 600 } text ? "... " + text[^600..] : output.Trim();
}
