using FactoryFlow.Platform.Data;

namespace FactoryFlow.Identity.Owners;

/// <summary>What is written about the tenants that sign-in knows.</summary>
internal static class OwnerStore
{
    /// <summary>Makes the tenant known under its slug; tenancy decides about slugs, so the last one it says holds.</summary>
    public static void KnowTenant(this TenantTx tx, string slug) => tx.Write($"""
        insert into tenants (tenant_id, slug, create_time) values ({tx.TenantId}, {slug}, {tx.Now})
        on conflict (tenant_id) do update set slug = excluded.slug where tenants.slug <> excluded.slug
        """);
}
