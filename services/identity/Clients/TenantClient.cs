using FactoryFlow.Platform.Hosting;
using FactoryFlow.Tenancy.V1;
using Grpc.Core;
using static FactoryFlow.Identity.V1.Me.Types;

namespace FactoryFlow.Identity.Clients;

/// <summary>Asks tenancy about the caller's tenant, as the caller.</summary>
internal sealed class TenantClient(
    TenantService.TenantServiceClient tenants, TenantConfigService.TenantConfigServiceClient configs, TimeProvider clock, ILogger<TenantClient> log)
{
    /// <summary>The caller's tenant and its configuration, as far as tenancy answers.</summary>
    public async Task<(Tenant? Tenant, TenantConfig? Config, TenancyStatus Status)> Of(Guid id, CancellationToken ct)
    {
        var deadline = clock.Deadline();
        using var tenant = tenants.GetOwnTenantAsync(new GetOwnTenantRequest { TenantId = id.ToString() }, deadline: deadline, cancellationToken: ct);
        using var config = configs.GetTenantConfigAsync(new GetTenantConfigRequest(), deadline: deadline, cancellationToken: ct);
        // Asked at the same time; each may answer though the other does not.
        var (mine, isTenantKnown) = await Answer(tenant);
        var (shape, isConfigKnown) = await Answer(config);
        var status = !isTenantKnown || !isConfigKnown || mine is null ? TenancyStatus.Unavailable : shape is null ? TenancyStatus.NotConfigured : TenancyStatus.Complete;
        return (mine, shape, status);
    }

    // An answer of NOT_FOUND is one, too.
    private async Task<(T? Answer, bool IsKnown)> Answer<T>(AsyncUnaryCall<T> call) where T : class
    {
        try
        {
            return (await call, true);
        }
        catch (RpcException e) when (e.StatusCode is StatusCode.NotFound)
        {
            return (null, true);
        }
        catch (RpcException e) when (e.StatusCode is not StatusCode.Cancelled)
        {
            log.LogWarning(e, "Tenancy does not say what the caller's tenant is");
            return (null, false);
        }
    }
}
