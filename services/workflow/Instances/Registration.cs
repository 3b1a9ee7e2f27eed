using FactoryFlow.Platform.Hosting;
using FactoryFlow.Production.V1;
using FactoryFlow.Workflow.Clients;
using FactoryFlow.Workflow.Definitions;
using FactoryFlow.Workflow.SubWorkflows;

namespace FactoryFlow.Workflow.Instances;

/// <summary>Registers what moves instances.</summary>
internal static class Registration
{
    /// <summary>Adds what decides about instances, and whom it asks.</summary>
    public static void AddInstances(this IServiceCollection services)
    {
        services.AddServiceClient<QualityGateService.QualityGateServiceClient>("production");
        services.AddSingleton<QualityGateClient>().AddSingleton<Gatekeeper>();
        services.AddSingleton<DefinitionCache>().AddSingleton<Starter>().AddSingleton<Mover>().AddSingleton<Family>();
    }
}
