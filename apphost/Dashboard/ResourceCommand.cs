using FactoryFlow.AppHost.Hosting;

namespace FactoryFlow.AppHost.Dashboard;

/// <summary>What can be done with a resource from the dashboard.</summary>
internal sealed record ResourceCommand(string Name, string DisplayName, string Icon, string Description, Func<ProcessResource, bool> CanRun, Func<ProcessResource, Task> Run)
{
    public static IReadOnlyList<ResourceCommand> All { get; } =
    [
        new("start", "Start", "Play", "Starts it", resource => !IsUp(resource), resource =>
        {
            resource.Start();
            return Task.CompletedTask;
        }),
        new("stop", "Stop", "Stop", "Stops it until it is started again", IsUp, resource => resource.Stop()),
        new("restart", "Restart", "ArrowCounterclockwise", "Stops it and starts it again", IsUp, resource => resource.Restart()),
    ];

    private static bool IsUp(ProcessResource resource) => resource.State is not (ResourceState.NotStarted or ResourceState.FailedToStart)
        && (resource.State != ResourceState.Exited || resource.Note is not null);
}
