using FactoryFlow.Platform.Data;

namespace FactoryFlow.Tenancy.TenantConfigs;

/// <summary>The statements that lock and write configurations.</summary>
internal static class TenantConfigStore
{
    /// <summary>Locks the tenant, so that versions are given out one at a time; no row when it is not opened.</summary>
    public static Answer<LockedTenant> LockTenant(TenantTx tx) =>
        tx.Ask<LockedTenant>($"""
            select settings, currency from tenants where tenant_id = {tx.TenantId} and status <> 'PROVISIONING' for update
            """);

    /// <summary>Asks for a version, or the newest when none is named; no row when the tenant is not opened.</summary>
    public static Answer<TenantConfigRow> Ask(TenantTx tx, int? version = null) => tx.Ask<TenantConfigRow>($"""
        select t.tenant_id, t.currency, c.version, c.body
        from tenants t left join tenant_configs c on c.tenant_id = t.tenant_id and c.version = coalesce({version}::int, c.version)
        where t.tenant_id = {tx.TenantId} and t.status <> 'PROVISIONING'
        order by c.version desc limit 1
        """);

    /// <summary>How long the tenant wants its pages to be; null where it has said nothing.</summary>
    public static Task<int?> PageSize(TenantTx tx) => tx.One<int?>($"""
        select (body -> 'pagination' ->> 'pageSize')::int from tenant_configs where tenant_id = {tx.TenantId} order by version desc limit 1
        """);

    /// <summary>Adds a version.</summary>
    public static void Add(TenantTx tx, V1.TenantConfig config)
    {
        // Tenant and version are columns of their own, and the currency is the tenant's.
        var body = new V1.TenantConfig(config) { TenantId = "", Version = 0, Etag = "", Currency = "" };
        tx.Write($"""
            insert into tenant_configs (tenant_id, version, body, create_time)
            values ({tx.TenantId}, {config.Version}, {StoredJson.Of(body)}, {tx.Now})
            """);
    }

    internal sealed record LockedTenant(string Settings, string Currency);
}
