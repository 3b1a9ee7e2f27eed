using FactoryFlow.Platform.Data;

namespace FactoryFlow.Identity.Tenants;

/// <summary>What is asked and written about the tenants that sign-in knows.</summary>
internal static class TenantStore
{
    /// <summary>Finds a tenant by its slug, through the door of sign-in.</summary>
    public static Task<Guid?> Find(TenantTx tx, string slug) => tx.One<Guid?>($"select tenant_id from tenants where slug = {slug}");

    /// <summary>Makes the tenant known under its slug; tenancy decides about slugs, so the last one it says holds.</summary>
    public static void Know(TenantTx tx, string slug) => tx.Write($"""
        insert into tenants (tenant_id, slug, create_time) values ({tx.TenantId}, {slug}, {tx.Now})
        on conflict (tenant_id) do update set slug = excluded.slug where tenants.slug <> excluded.slug
        """);

    /// <summary>Makes the platform's own tenant known, which has no slug.</summary>
    public static void KnowPlatform(TenantTx tx) =>
        tx.Write($"insert into tenants (tenant_id, create_time) values ({tx.TenantId}, {tx.Now}) on conflict do nothing");
}
