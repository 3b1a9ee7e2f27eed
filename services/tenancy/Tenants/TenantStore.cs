using FactoryFlow.Platform.Data;

namespace FactoryFlow.Tenancy.Tenants;

/// <summary>The statements that show and write tenants. The time of creation tells a reservation from another one of the same tenant id.</summary>
internal static class TenantStore
{
    /// <summary>Asks for tenants by id, in the order of their slugs.</summary>
    public static Answer<TenantRow> Ask(TenantTx tx, Guid[] ids) => tx.Ask<TenantRow>($"""
        select tenant_id, name, slug, plan, currency, status, domain_status, domain, owner_user_id, settings, create_time
        from tenants where tenant_id = any({ids}) order by slug
        """);

    /// <summary>
    /// Reserves the slug, goes on with this very reservation, or takes over one that was given up. No row means that the tenant
    /// was opened meanwhile or that somebody else works on it; otherwise whether the row is new.
    /// </summary>
    public static Answer<bool> Reserve(TenantTx tx, V1.Tenant tenant) =>
        // A row that this statement inserted was never updated, so it has no xmax.
        tx.Ask<bool>($"""
            insert into tenants (tenant_id, slug, name, plan, currency, settings, status, create_time, reserve_time)
            values ({tx.TenantId}, {tenant.Slug}, {tenant.Name}, {tenant.Plan}, {tenant.Currency}, {StoredJson.Of(tenant.Settings)},
                    'PROVISIONING', {tenant.CreateTime.ToDateTime()}, {tx.Now})
            on conflict (tenant_id) do update set
                slug = excluded.slug, name = excluded.name, plan = excluded.plan, currency = excluded.currency, settings = excluded.settings,
                create_time = excluded.create_time, reserve_time = excluded.reserve_time
            where tenants.status = 'PROVISIONING'
                and (tenants.create_time = excluded.create_time or tenants.reserve_time < {tx.Now - Tenant.ReservationLifetime})
            returning (xmax = 0)
            """);

    /// <summary>Forgets a reservation.</summary>
    public static void Forget(TenantTx tx, V1.Tenant tenant) =>
        tx.Write($"""
            delete from tenants
            where tenant_id = {tx.TenantId} and create_time = {tenant.CreateTime.ToDateTime()} and status = 'PROVISIONING'
            """);

    /// <summary>Opens the tenant; no row means that the reservation was taken over. Doing it twice changes nothing.</summary>
    public static Answer<int> Activate(TenantTx tx, V1.Tenant opened) =>
        tx.Ask<int>($"""
            update tenants set status = 'ACTIVE', owner_user_id = {Guid.Parse(opened.OwnerUserId)}, domain = {opened.Domain},
                domain_status = {EnumText.Of(opened.DomainStatus)}
            where tenant_id = {tx.TenantId} and create_time = {opened.CreateTime.ToDateTime()} and status in ('PROVISIONING', 'ACTIVE')
            returning 1
            """);
}
