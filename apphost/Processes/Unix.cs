using System.Runtime.InteropServices;

namespace FactoryFlow.AppHost.Processes;

/// <summary>The few calls of the operating system that .NET has no name for.</summary>
internal static class Unix
{
    public static bool IsRoot => EffectiveUserId() == 0;

    /// <summary>Sends a signal; false when there is no such process (a negative id means a process group).</summary>
    public static bool Send(int id, Signal signal) => Kill(id, (int)signal) == 0;

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Kill(int id, int signal);

    [DllImport("libc", EntryPoint = "geteuid")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern uint EffectiveUserId();
}
