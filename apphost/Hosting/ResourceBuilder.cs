namespace FactoryFlow.AppHost.Hosting;

/// <summary>A resource while the system is being described.</summary>
internal sealed record ResourceBuilder<T>(DistributedApplicationBuilder Application, T Resource)
    where T : Resource;
