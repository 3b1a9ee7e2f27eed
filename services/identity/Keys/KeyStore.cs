using FactoryFlow.Platform.Data;

namespace FactoryFlow.Identity.Keys;

/// <summary>What is asked and written about signing keys; the platform's own tenant alone sees them.</summary>
internal static class KeyStore
{
    private const long TurnsLock = 0x7369676E6B6579; // "signkey" in ASCII

    /// <summary>Lets one process at a time decide about keys.</summary>
    public static void Lock(TenantTx tx) => tx.Ask<int>($"select 1 from pg_advisory_xact_lock({TurnsLock})");

    /// <summary>The keys that tokens in circulation may be signed with, newest first.</summary>
    public static Task<IReadOnlyList<KeyRow>> Published(TenantTx tx) => tx.All<KeyRow>($"""
        select kid, x, y, sealed_private_key, create_time, sign_time, retire_time, withdraw_time
        from signing_keys where retire_time is null or retire_time > {tx.Now} order by create_time desc, kid desc
        """);

    public static Task<KeyRow?> Find(TenantTx tx, string kid) => tx.One<KeyRow>($"""
        select kid, x, y, sealed_private_key, create_time, sign_time, retire_time, withdraw_time from signing_keys where kid = {kid}
        """);

    /// <summary>Adds a key, and lets every other go once the last token that it may sign until then has expired.</summary>
    public static KeyRow Add(TenantTx tx, SigningKey key, KeyEncryption encryption, DateTimeOffset signTime)
    {
        var row = new KeyRow(key.Id, key.X, key.Y, key.Seal(encryption), tx.Now, signTime, null, null);
        tx.Write($"update signing_keys set retire_time = {KeyRotation.RetireTime(signTime)} where retire_time is null");
        tx.Write($"""
            insert into signing_keys (kid, x, y, sealed_private_key, create_time, sign_time)
            values ({row.Kid}, {row.X}, {row.Y}, {row.SealedPrivateKey}, {row.CreateTime}, {row.SignTime})
            """);
        tx.Audit("signing_key.created", "signing_key", Guid.Empty, Changes.Between(null, row.ToMessage(signer: null, tx.Now)));
        return row;
    }

    public static void Reseal(TenantTx tx, string kid, byte[] box) => tx.Write($"update signing_keys set sealed_private_key = {box} where kid = {kid}");

    /// <summary>Lets a key sign from now on.</summary>
    public static void SignNow(TenantTx tx, string kid) => tx.Write($"update signing_keys set sign_time = {tx.Now} where kid = {kid}");

    /// <summary>Ends a key with all that it signed, and wipes it.</summary>
    public static void Withdraw(TenantTx tx, string kid) => tx.Write($"""
        update signing_keys set withdraw_time = {tx.Now}, retire_time = {tx.Now}, sealed_private_key = '' where kid = {kid}
        """);
}
