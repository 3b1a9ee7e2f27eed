using FactoryFlow.Platform.Data;
using FactoryFlow.Platform.Errors;
using Grpc.Core;

namespace FactoryFlow.Identity.Tenants;

/// <summary>What is asked and written about the tenants that sign-in knows.</summary>
internal static class TenantStore
{
    /// <summary>The status of a tenant that works.</summary>
    public const string Open = "ACTIVE";

    /// <summary>Finds a tenant by its slug, through the door of sign-in.</summary>
    public static Task<Guid?> Find(TenantTx tx, string slug) => tx.One<Guid?>($"select tenant_id from tenants where slug = {slug}");

    /// <summary>The slug that somebody typed, in lower case; empty for the platform's own people.</summary>
    public static string TypedSlug(this Check check, string field, string value) => value.Length == 0 ? "" : check.Text(field, value, 1, 63).ToLowerInvariant();

    /// <summary>The tenant that somebody means by the slug they typed: the platform's own without one; null when there is none.</summary>
    public static async Task<Guid?> FindTyped(TenantDb db, ServerCallContext context, string slug) =>
        slug.Length == 0 ? Guid.Empty : await db.Through(context, Door.SignIn, tx => Find(tx, slug));

    /// <summary>Asks for the tenant's own slug; null for the platform's.</summary>
    public static Answer<string?> AskSlug(TenantTx tx) => tx.Ask<string?>($"select slug from tenants where tenant_id = {tx.TenantId} and slug is not null");

    /// <summary>Asks for what tenancy last said of the tenant; null for the platform's, and for one that is being opened.</summary>
    public static Answer<string?> AskStatus(TenantTx tx) => tx.Ask<string?>($"select state ->> 'status' from tenant_states where tenant_id = {tx.TenantId}");

    /// <summary>Refuses who wants in, once they have proved who they are: nobody else learns it.</summary>
    /// <exception cref="Refusal">TENANT_SUSPENDED.</exception>
    public static void RequireOpen(Answer<string?> status)
    {
        if (IsClosed(status)) throw Reasons.TenantSuspended.Refuse($"The tenant is {status.First!.ToLowerInvariant()}. Ask the platform's operator.");
    }

    /// <summary>Whether nobody is let in.</summary>
    public static bool IsClosed(Answer<string?> status) => status.First is not (null or Open);

    /// <summary>Makes the platform's own tenant known, which has no slug.</summary>
    public static void KnowPlatform(TenantTx tx) =>
        tx.Write($"insert into tenants (tenant_id, create_time) values ({tx.TenantId}, {tx.Now}) on conflict do nothing");
}
