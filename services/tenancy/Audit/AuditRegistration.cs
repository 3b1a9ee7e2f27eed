using FactoryFlow.Platform.Hosting;
using FactoryFlow.Tenancy.V1;

namespace FactoryFlow.Tenancy.Audit;

/// <summary>Gives the service what it needs to ask who wrote something down.</summary>
internal static class AuditRegistration
{
    public static void AddAudit(this WebApplicationBuilder builder)
    {
        foreach (var service in AuditReader.Others) builder.Services.AddKeyedServiceClient<AuditSourceService.AuditSourceServiceClient>(service);
        builder.Services.AddSingleton<AuditReader>();
    }
}
