using FactoryFlow.Platform.Hosting;
using FactoryFlow.Tenancy.V1;

namespace FactoryFlow.Tenancy.Operations;

/// <summary>Gives the service what it needs to ask how the others are.</summary>
internal static class OperationsRegistration
{
    public static void AddOperations(this WebApplicationBuilder builder)
    {
        foreach (var service in OperationsReader.Others) builder.Services.AddKeyedServiceClient<OperationsSourceService.OperationsSourceServiceClient>(service);
        builder.Services.AddSingleton<OperationsReader>();
    }
}
