using System.Runtime.InteropServices;
using FactoryFlow.AppHost.Processes;

namespace FactoryFlow.AppHost.Hosting;

/// <summary>A project of this solution, run from what was built of it beside the app host.</summary>
internal sealed class ProjectResource(string name, string project, int port) : ExecutableResource(name, Dotnet, BuiltFolder(project), [BuiltAssembly(project)], "Project")
{
    public string Project { get; } = project;

    /// <summary>Where it listens.</summary>
    public Uri Address { get; } = new($"http://127.0.0.1:{port}");

    public string Url => Address.ToString().TrimEnd('/');

    /// <summary>True when it speaks HTTP/2 only, as gRPC services do.</summary>
    public bool IsHttp2 { get; set; }

    /// <summary>Ends when it is known whether there is a dashboard, whose address is among the variables.</summary>
    public Task VariablesKnown { get; set; } = Task.CompletedTask;

    // The runtime lies three folders below the program that started it.
    private static string Dotnet => Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "../../../dotnet"));

    protected override async Task<LaunchCommand?> Prepare(CancellationToken cancellationToken)
    {
        if (!File.Exists(BuiltAssembly(Project)))
            throw new StartException($"{Path.GetFileName(Project)} has not been built: run dotnet build first.");
        await VariablesKnown.WaitAsync(cancellationToken);
        return await base.Prepare(cancellationToken);
    }

    private static string BuiltAssembly(string project) => Path.Combine(BuiltFolder(project), Path.GetFileNameWithoutExtension(project) + ".dll");

    // The artifacts folder holds one folder per project with one per configuration; the app host's own lies among them.
    private static string BuiltFolder(string project)
    {
        var own = new DirectoryInfo(AppContext.BaseDirectory);
        return Path.Combine(own.Parent!.Parent!.FullName, Path.GetFileNameWithoutExtension(project), own.Name);
    }
}
