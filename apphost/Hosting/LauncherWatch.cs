using System.Runtime.InteropServices;

namespace FactoryFlow.AppHost.Hosting;

/// <summary>
/// Stops the app host when the `dotnet run` that started it is gone: killed without warning it cannot pass anything on,
/// and the person who killed it means this.
/// </summary>
internal static class LauncherWatch
{
    public static IDisposable Start(CancellationTokenSource stopping)
    {
        var launcher = ParentId();
        return new Timer(_ =>
        {
            if (ParentId() != launcher)
                stopping.Cancel();
        }, null, IsDotnetRun(launcher) ? TimeSpan.FromSeconds(1) : Timeout.InfiniteTimeSpan, TimeSpan.FromSeconds(1));
    }

    private static bool IsDotnetRun(int process)
    {
        try
        {
            var words = File.ReadAllText($"/proc/{process}/cmdline").Split('\0');
            return Path.GetFileName(words[0]) == "dotnet" && words.Contains("run");
        }
        catch (IOException)
        {
            return false;
        }
    }

    [DllImport("libc", EntryPoint = "getppid")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int ParentId();
}
