using FactoryFlow.Identity.V1;
using FactoryFlow.Platform.Data;

namespace FactoryFlow.Identity.Keys;

/// <summary>What is asked and written about signing keys; the platform's own tenant alone sees them.</summary>
internal static class KeyStore
{
    private const long CreatingLock = 0x7369676E6B6579; // "signkey" in ASCII

    /// <summary>Lets one process at a time look for a key and create the first one.</summary>
    public static void Lock(TenantTx tx) => tx.Ask<int>($"select 1 from pg_advisory_xact_lock({CreatingLock})");

    /// <summary>The keys that tokens in circulation may be signed with, newest first.</summary>
    public static Task<IReadOnlyList<KeyRow>> Live(TenantTx tx) => tx.All<KeyRow>($"""
        select kid, x, y, sealed_private_key
        from signing_keys where retire_time is null or retire_time > {tx.Now} order by create_time desc, kid
        """);

    public static void Add(TenantTx tx, SigningKey key, KeyEncryption encryption) => tx.Write($"""
        insert into signing_keys (kid, x, y, sealed_private_key, create_time)
        values ({key.Id}, {key.X}, {key.Y}, {key.Seal(encryption)}, {tx.Now})
        """);

    /// <summary>The key set as it is published.</summary>
    public static async Task<JsonWebKeySet> Published(TenantDb db, CancellationToken ct)
    {
        var rows = await db.As(Guid.Empty, Live, ct);
        return new JsonWebKeySet { Keys = { rows.Select(row => row.ToMessage()) } };
    }
}
