using FactoryFlow.AppHost.Processes;

namespace FactoryFlow.AppHost.Hosting;

/// <summary>A program of this machine.</summary>
internal class ExecutableResource(string name, string command, string workingFolder, string[] arguments, string type = "Executable") : ProcessResource(name, type)
{
    /// <summary>Asked to learn whether it does its work; without one it is taken to do so as soon as it runs.</summary>
    public HealthProbe? Health { get; set; }

    protected override Task<LaunchCommand?> Prepare(CancellationToken cancellationToken) =>
        Task.FromResult<LaunchCommand?>(new LaunchCommand(command, arguments) { WorkingFolder = workingFolder });

    protected override Task<bool> Probe(CancellationToken cancellationToken) => Health is null ? Task.FromResult(true) : Health.Ask(cancellationToken);
}
