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
        check.Done();
        RequireOwn(context.Caller(), tenant);

        var row = context.Caller().Kind == Kind.Platform
            ? await db.As(context, tenant, ReadForPlatform)
            : await db.Read(context, Newest);
        if (row is null) throw NotFound(tenant);
        return row.ToMessage() ?? throw Reasons.TenantConfigNotFound.Refuse("The tenant has no configuration yet. Write one with POST /api/v1/tenant-config.");
    }

    // Whoever looks into a tenant from outside leaves a trace in it.
    private static Task<TenantConfigRow?> ReadForPlatform(TenantTx tx)
    {
        tx.Audit("tenant_config.read", "tenant", tx.TenantId);
        return Newest(tx);
    }

    private static Task<TenantConfigRow?> Newest(TenantTx tx) => tx.One<TenantConfigRow>($"""
        select t.tenant_id, t.currency, c.version, c.body
        from tenants t left join tenant_configs c on c.tenant_id = t.tenant_id
        where t.tenant_id = {tx.TenantId} and t.status <> 'PROVISIONING'
        order by c.version desc limit 1
        """);
}
