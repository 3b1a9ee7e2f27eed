namespace FactoryFlow.AppHost.Hosting;

/// <summary>What a resource is doing; the names are the dashboard's.</summary>
internal enum ResourceState
{
    NotStarted,
    Waiting,
    Starting,
    Running,
    RuntimeUnhealthy,
    Stopping,
    Exited,
    FailedToStart,
}
