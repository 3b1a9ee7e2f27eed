using FactoryFlow.Platform.Hosting;
using FactoryFlow.Tenancy.V1;

namespace FactoryFlow.Tenancy.Usage;

/// <summary>Gives the service what it needs to ask who counts.</summary>
internal static class UsageRegistration
{
    public static void AddUsage(this WebApplicationBuilder builder) => builder.Services
        .AddKeyedServiceClient<UsageSourceService.UsageSourceServiceClient>("identity")
        .AddKeyedServiceClient<UsageSourceService.UsageSourceServiceClient>("production")
        .AddSingleton<UsageReader>();
}
