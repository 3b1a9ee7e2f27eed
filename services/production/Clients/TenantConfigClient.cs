using FactoryFlow.Platform.Hosting;
using FactoryFlow.Tenancy.V1;
using Grpc.Core;

namespace FactoryFlow.Production.Clients;

/// <summary>The shape of the caller's tenant's work, as tenancy has it now.</summary>
internal sealed class TenantConfigClient(TenantConfigService.TenantConfigServiceClient tenancy, TimeProvider clock)
{
    /// <summary>The configuration that is in force.</summary>
    /// <exception cref="Platform.Errors.Refusal">TENANT_NOT_CONFIGURED.</exception>
    public async Task<TenantConfig> Current(CancellationToken ct)
    {
        try
        {
            return await tenancy.GetTenantConfigAsync(new GetTenantConfigRequest(), deadline: (clock.GetUtcNow() + ServiceClients.Patience).UtcDateTime, cancellationToken: ct);
        }
        catch (RpcException e) when (e.StatusCode == StatusCode.NotFound)
        {
            throw Reasons.TenantNotConfigured.Refuse("The tenant has no job steps yet. Write its configuration with POST /api/v1/tenant-config first.");
        }
    }

    /// <summary>What is wrong with the name of a step that the configuration does not have.</summary>
    public static string NoSuchStep(TenantConfig config) =>
        "is no step of the tenant's configuration, which has " + string.Join(", ", config.JobSteps.Select(s => s.Name));
}
