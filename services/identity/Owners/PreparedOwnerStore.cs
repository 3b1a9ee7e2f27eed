using FactoryFlow.Identity.Users;
using FactoryFlow.Platform.Data;

namespace FactoryFlow.Identity.Owners;

/// <summary>The statements on those who are to own a tenant that is being opened.</summary>
internal static class PreparedOwnerStore
{
    /// <summary>After this long nobody waits for the owner any more: an opening is withdrawn well before.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(1);

    /// <summary>Keeps who is to own the tenant, in place of whom it was before; no row when the tenant is known, and so has its owner.</summary>
    public static Answer<int> Keep(TenantTx tx, string email, string name, string passwordHash) => tx.Ask<int>($"""
        insert into prepared_owners as p (tenant_id, sealed_profile, password_hash, prepare_time)
        select {tx.TenantId}, {SealedProfile.Seal(tx.Personal, tx.TenantId, email, name)}, {passwordHash}, {tx.Now}
        where not exists (select from tenants where tenant_id = {tx.TenantId})
        on conflict (tenant_id) do update
        set sealed_profile = excluded.sealed_profile, password_hash = excluded.password_hash, prepare_time = excluded.prepare_time
        returning 1
        """);

    /// <summary>
    /// Takes the prepared owner and makes the tenant known under its slug, unless another has it. No row when nobody is prepared,
    /// which is so as well when the same is asked again.
    /// </summary>
    public static Answer<PreparedOwner> Take(TenantTx tx, string slug) => tx.Ask<PreparedOwner>($"""
        with prepared as (
            delete from prepared_owners where tenant_id = {tx.TenantId} and prepare_time > {tx.Now - Lifetime} returning sealed_profile, password_hash),
        known as (
            insert into tenants (tenant_id, slug, create_time) select {tx.TenantId}, {slug}, {tx.Now} from prepared
            on conflict do nothing returning tenant_id)
        select sealed_profile, password_hash, exists (select from known) as is_known from prepared
        """);

    /// <summary>Removes everything of a tenant that is not to be, the preparation first: whoever takes it at the same time is waited for, and undone with the rest.</summary>
    public static void Undo(TenantTx tx)
    {
        tx.Write($"delete from prepared_owners where tenant_id = {tx.TenantId}");
        tx.Write($"delete from users where tenant_id = {tx.TenantId}");
        tx.Write($"delete from roles where tenant_id = {tx.TenantId}");
        tx.Write($"delete from limit_counters where tenant_id = {tx.TenantId}");
        tx.Write($"delete from tenants where tenant_id = {tx.TenantId}");
    }
}

/// <summary>Who is to own a tenant, and whether the tenant could be made known under its slug.</summary>
internal sealed record PreparedOwner(byte[] SealedProfile, string PasswordHash, bool IsKnown);
