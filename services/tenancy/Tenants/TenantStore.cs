using FactoryFlow.Platform.Data;

namespace FactoryFlow.Tenancy.Tenants;

/// <summary>The statements that show and write tenants.</summary>
internal static class TenantStore
{
    /// <summary>Asks for tenants by id, in the order of their slugs.</summary>
    public static Answer<TenantRow> Ask(TenantTx tx, Guid[] ids) => tx.Ask<TenantRow>($"""
        select tenant_id, name, slug, plan, currency, status, domain_status, domain, owner_user_id, settings, create_time, version, feature_flags, cors_origins,
            suspension_reason,
            jsonb_build_object('domainParts', (
                select coalesce(jsonb_agg(jsonb_strip_nulls(jsonb_build_object(
                    'provider', provider, 'status', r.status, 'problem', problem,
                    'nextAttemptTime', to_char(due_time at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'))) order by provider), '[]')
                from domain_requests r where r.tenant_id = t.tenant_id)) as domain_parts
        from tenants t where tenant_id = any({ids}) order by slug
        """);

    /// <summary>Reserves the slug until the deadline.</summary>
    public static void Reserve(TenantTx tx, V1.Tenant tenant, DateTimeOffset deadline) => tx.Write($"""
        insert into tenants (tenant_id, slug, name, plan, currency, settings, status, create_time, deadline_time)
        values ({tx.TenantId}, {tenant.Slug}, {tenant.Name}, {tenant.Plan}, {tenant.Currency}, {StoredJson.Of(tenant.Settings)}, 'PROVISIONING', {tx.Now}, {deadline})
        """);

    /// <summary>Activates a tenant that was reserved; no row when it was not.</summary>
    public static Answer<int> Activate(TenantTx tx, Guid owner, string domainSuffix, bool domainIsActive) => tx.Ask<int>($"""
        update tenants set status = 'ACTIVE', deadline_time = null, owner_user_id = {owner}, domain = slug || {domainSuffix},
            domain_status = {(domainIsActive ? "ACTIVE" : "PENDING")}
        where tenant_id = {tx.TenantId} and status = 'PROVISIONING'
        returning 1
        """);

    public static void ActivateDomain(TenantTx tx) => tx.Write($"update tenants set domain_status = 'ACTIVE' where tenant_id = {tx.TenantId}");

    /// <summary>Removes a reservation and remembers why; answers its slug, or null when there is none.</summary>
    public static Task<string?> Withdraw(TenantTx tx, string reason) => tx.One<string>($"""
        with reserved as (delete from tenants where tenant_id = {tx.TenantId} and status = 'PROVISIONING' returning tenant_id, slug)
        insert into withdrawn_tenants (tenant_id, slug, reason, withdraw_time) select tenant_id, slug, {reason}, {tx.Now} from reserved
        returning slug
        """);

    /// <summary>Gives the transaction's tenant its next version and tells the other services all of it: after it was opened.</summary>
    public static async Task<TenantRow> Announce(TenantTx tx)
    {
        tx.Write($"update tenants set version = version + 1 where tenant_id = {tx.TenantId}");
        var tenants = Ask(tx, [tx.TenantId]);
        await tx.Flush();
        var tenant = tenants.Rows.Single();
        tx.Publish(tenant.ToFact(tx.NewId(), tx.Now));
        return tenant;
    }

    /// <summary>Locks the transaction's tenant and reads it; null when it is not open.</summary>
    public static async Task<TenantRow?> Lock(TenantTx tx)
    {
        var locked = tx.Ask<int>($"select 1 from tenants where tenant_id = {tx.TenantId} and status <> 'PROVISIONING' for update");
        var tenants = Ask(tx, [tx.TenantId]);
        await tx.Flush();
        return locked.Rows.Count > 0 ? tenants.First : null;
    }

    /// <summary>Keeps what can change about a tenant that is open.</summary>
    public static void Save(TenantTx tx, TenantRow tenant) => tx.Write($"""
        update tenants set name = {tenant.Name}, plan = {tenant.Plan}, settings = {new Json(tenant.Settings)}, status = {tenant.Status},
            suspension_reason = {tenant.SuspensionReason}, feature_flags = {new Json(tenant.FeatureFlags)}, cors_origins = {tenant.CorsOrigins}, version = {tenant.Version}
        where tenant_id = {tenant.TenantId}
        """);
}
