using FactoryFlow.Platform.Data;

namespace FactoryFlow.Workflow.Credentials;

/// <summary>What is asked and written about credentials.</summary>
internal static class CredentialStore
{
    /// <summary>How many a tenant may have.</summary>
    public const int Most = 50;

    /// <summary>Asks how many there are, of whoever adds one first: the next one waits.</summary>
    public static Answer<long> AskCount(TenantTx tx)
    {
        tx.Ask<int>($"select 1 from pg_advisory_xact_lock(hashtextextended('credentials', hashtext({tx.TenantId.ToString()})))");
        return tx.Ask<long>($"select count(*) from credentials where tenant_id = {tx.TenantId}");
    }

    /// <summary>The credential of a name; null when there is none.</summary>
    public static Task<CredentialRow?> Find(TenantTx tx, string name) => tx.One<CredentialRow>($"{Shown()} where tenant_id = {tx.TenantId} and name = {name}");

    /// <summary>What is read of credentials.</summary>
    public static Sql Shown() => $"select id, name, sealed_key, create_time from credentials";

    public static void Add(TenantTx tx, CredentialRow c) => tx.Write($"""
        insert into credentials (tenant_id, id, name, sealed_key, create_time) values ({tx.TenantId}, {c.Id}, {c.Name}, {c.SealedKey}, {c.CreateTime})
        """);

    /// <summary>Deletes a credential, and tells which it was.</summary>
    public static Task<CredentialRow?> Delete(TenantTx tx, Guid id) =>
        tx.One<CredentialRow>($"delete from credentials where tenant_id = {tx.TenantId} and id = {id} returning id, name, sealed_key, create_time");

    /// <summary>The keys of any tenant's, which nobody changes meanwhile.</summary>
    public static Task<IReadOnlyList<SealedKeyRow>> LockKeys(TenantTx tx) => tx.All<SealedKeyRow>($"select tenant_id, id, sealed_key from credentials order by tenant_id, id for no key update");

    public static void Reseal(TenantTx tx, SealedKeyRow key) => tx.Write($"update credentials set sealed_key = {key.SealedKey} where tenant_id = {key.TenantId} and id = {key.Id}");

    /// <summary>The key of a credential.</summary>
    internal sealed record SealedKeyRow(Guid TenantId, Guid Id, byte[] SealedKey);
}
