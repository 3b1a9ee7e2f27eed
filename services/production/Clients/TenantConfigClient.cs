using FactoryFlow.Platform.Data;
using FactoryFlow.Platform.Tenants;
using FactoryFlow.Production.V1;
using FactoryFlow.Tenancy.V1;
using Grpc.Core;

namespace FactoryFlow.Production.Clients;

/// <summary>The shape of the caller's tenant's work, as tenancy has it now or was last heard to have it.</summary>
internal sealed class TenantConfigClient(TenantConfigs configs)
{
    /// <summary>The configuration that is in force.</summary>
    /// <exception cref="Platform.Errors.Refusal">TENANT_NOT_CONFIGURED; TENANT_CONFIG_TOO_OLD or UNAVAILABLE when tenancy does not answer.</exception>
    public async Task<KnownTenantConfig> Current(TenantTx tx, CancellationToken ct)
    {
        try
        {
            return await configs.Current(tx, ct);
        }
        catch (RpcException e) when (e.StatusCode == StatusCode.NotFound)
        {
            throw Reasons.TenantNotConfigured.Refuse("The tenant has no job steps yet. Write its configuration with POST /api/v1/tenant-config first.");
        }
    }

    /// <summary>What is wrong with the name of a step that the configuration does not have.</summary>
    public static string NoSuchStep(TenantConfig config) =>
        "is no step of the tenant's configuration, which has " + string.Join(", ", config.JobSteps.Select(s => s.Name));

    /// <summary>What an answer says that was made with a configuration; nothing when it is the newest.</summary>
    public static IEnumerable<Warning> Warnings(KnownTenantConfig known)
    {
        if (known.OldSince is not { } since) yield break;
        yield return new Warning
        {
            Reason = "TENANT_CONFIG_MAY_BE_OLD",
            Message = FormattableString.Invariant($"Tenancy does not answer. This was made with version {known.Config.Version} of the configuration, which was last known to be the newest at {since:u}."),
        };
    }
}
