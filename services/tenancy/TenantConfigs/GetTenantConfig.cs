using FactoryFlow.Platform.Auth;
using FactoryFlow.Platform.Data;
using FactoryFlow.Platform.Errors;
using FactoryFlow.Tenancy.V1;
using Grpc.Core;
using static FactoryFlow.Options.V1.Access.Types;

namespace FactoryFlow.Tenancy.TenantConfigs;

internal sealed partial class TenantConfigService
{
    public override async Task<V1.TenantConfig> GetTenantConfig(GetTenantConfigRequest request, ServerCallContext context)
    {
        var check = new Check();
        var tenant = TenantOf(context.Caller(), request.TenantId, check);
        int? version = check.That(request.Version >= 0, "version", "must be the number of a version, or absent for the newest") && request.Version > 0 ? request.Version : null;
        check.Done();
        RequireOwn(context.Caller(), tenant);

        var row = context.Caller().Kind == Kind.Platform
            ? await db.As(context, tenant, tx => ReadForPlatform(tx, version))
            : await db.Read(context, tx => Read(tx, version));
        if (row is null) throw NotFound(tenant);
        return row.ToMessage() ?? throw (version is null
            ? Reasons.TenantConfigNotFound.Refuse("The tenant has no configuration yet. Write one with POST /api/v1/tenant-config.")
            : Reasons.TenantConfigNotFound.Refuse(FormattableString.Invariant($"The tenant's configuration has no version {version}."), "version"));
    }

    // Whoever looks into a tenant from outside leaves a trace in it.
    private static Task<TenantConfigRow?> ReadForPlatform(TenantTx tx, int? version)
    {
        tx.Audit("tenant_config.read", "tenant", tx.TenantId);
        return Read(tx, version);
    }

    private static async Task<TenantConfigRow?> Read(TenantTx tx, int? version)
    {
        var asked = TenantConfigStore.Ask(tx, version);
        await tx.Flush();
        return asked.First;
    }
}
