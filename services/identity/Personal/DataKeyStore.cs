using FactoryFlow.Platform.Data;

namespace FactoryFlow.Identity.Personal;

/// <summary>The statements on data keys, which the platform's own tenant alone sees, and on what was kept before there were any.</summary>
internal static class DataKeyStore
{
    private const long TurnsLock = 0x646174616B6579; // "datakey" in ASCII

    /// <summary>Lets one process at a time decide about data keys, and reads them by number.</summary>
    public static Task<IReadOnlyList<DataKeyRow>> Lock(TenantTx tx)
    {
        tx.Ask<int>($"select 1 from pg_advisory_xact_lock({TurnsLock})");
        return tx.All<DataKeyRow>($"select number, sealed_key from data_keys order by number");
    }

    public static void Add(TenantTx tx, int number, byte[] sealedKey) =>
        tx.Write($"insert into data_keys (number, sealed_key, create_time) values ({number}, {sealedKey}, {tx.Now})");

    public static void Reseal(TenantTx tx, int number, byte[] sealedKey) => tx.Write($"update data_keys set sealed_key = {sealedKey} where number = {number}");

    /// <summary>Some of the users, of any tenant's, who are not sealed with the newest data key.</summary>
    public static Task<IReadOnlyList<UnsealedRow>> Unsealed(TenantTx tx, int newest, int most) => tx.All<UnsealedRow>($"""
        select tenant_id, id, email, name, sealed_profile from users
        where sealed_profile is null or get_byte(sealed_profile, 0) <> {newest} order by tenant_id, id limit {most} for update skip locked
        """);

    public static void Seal(TenantTx tx, UnsealedRow user, byte[] sealedProfile, byte[] emailHash) => tx.Write($"""
        update users set email = null, name = null, sealed_profile = {sealedProfile}, email_hash = {emailHash}
        where tenant_id = {user.TenantId} and id = {user.Id}
        """);

    /// <summary>A data key as it is kept.</summary>
    internal sealed record DataKeyRow(int Number, byte[] SealedKey);

    /// <summary>A user as they were kept before, or sealed with an older data key.</summary>
    internal sealed record UnsealedRow(Guid TenantId, Guid Id, string? Email, string? Name, byte[]? SealedProfile);
}
