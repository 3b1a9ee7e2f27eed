using FactoryFlow.AppHost.Hosting;
using FactoryFlow.AppHost.Processes;

namespace FactoryFlow.AppHost.Tests;

/// <summary>Small shell scripts in the place of services.</summary>
internal static class Shell
{
    public static LaunchCommand Command(string script) => new("sh", ["-c", script]) { Grace = TimeSpan.FromSeconds(1) };

    public static ExecutableResource Resource(string name, string script) => new(name, "sh", "/", ["-c", script]);
}
