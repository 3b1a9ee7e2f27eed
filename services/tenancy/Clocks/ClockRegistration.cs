using FactoryFlow.Platform.Hosting;
using FactoryFlow.Tenancy.V1;

namespace FactoryFlow.Tenancy.Clocks;

/// <summary>Gives the service what it needs to move the clocks of sandboxes.</summary>
internal static class ClockRegistration
{
    public static void AddClocks(this WebApplicationBuilder builder)
    {
        foreach (var service in Clocks.Services) builder.Services.AddKeyedServiceClient<TenantClockSourceService.TenantClockSourceServiceClient>(service);
        builder.Services.AddSingleton<Clocks>();
    }
}
