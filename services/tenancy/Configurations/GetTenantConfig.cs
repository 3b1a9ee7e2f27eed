using FactoryFlow.Platform.Auth;
using FactoryFlow.Platform.Data;
using FactoryFlow.Platform.Errors;
using FactoryFlow.Tenancy.V1;
using Grpc.Core;
using static FactoryFlow.Options.V1.Access.Types;

namespace FactoryFlow.Tenancy.Configurations;

internal sealed partial class TenantConfigService
{
    public override async Task<TenantConfig> GetTenantConfig(GetTenantConfigRequest request, ServerCallContext context)
    {
        var check = new Check();
        var tenant = TenantOf(context.Caller(), request.TenantId, check);
        check.Done();
        RequireOwn(context.Caller(), tenant);

        var row = context.Caller().Kind == Kind.Platform
            ? await db.As(context, tenant, ReadForPlatform)
            : await db.Read(context, Newest);
        if (row is null) throw NotFound(tenant);
        if (row is not { Version: { } version, Body: { } body })
            throw Reasons.TenantConfigNotFound.Refuse("The tenant has no configuration yet. Write one with POST /api/v1/tenant-config.");
        var config = StoredJson.Read<TenantConfig>(body);
        (config.TenantId, config.Version, config.Currency) = (tenant.ToString(), version, row.Currency);
        return config;
    }

    // Whoever looks into a tenant from outside leaves a trace in it.
    private static Task<Row?> ReadForPlatform(TenantTx tx)
    {
        tx.Audit("tenant_config.read", "tenant", tx.TenantId);
        return Newest(tx);
    }

    private static Task<Row?> Newest(TenantTx tx) => tx.One<Row>($"""
        select t.currency, c.version, c.body
        from tenants t left join tenant_configs c on c.tenant_id = t.tenant_id
        where t.tenant_id = {tx.TenantId} and t.status <> 'PROVISIONING'
        order by c.version desc limit 1
        """);

    private sealed record Row(string Currency, int? Version, string? Body);
}
