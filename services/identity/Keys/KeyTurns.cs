using FactoryFlow.Platform.Data;

namespace FactoryFlow.Identity.Keys;

/// <summary>Decides, one process at a time, which key follows which; each process hears of it from the database.</summary>
internal sealed class KeyTurns(KeyEncryption encryption, KeyRotation rotation)
{
    /// <summary>Makes the first key, when there is none that signs; what was sealed with the former key is sealed with the one of today.</summary>
    public async Task Begin(TenantTx tx)
    {
        KeyStore.Lock(tx);
        var keys = await KeyStore.Published(tx);
        foreach (var key in keys)
            if (key.SealedPrivateKey.Length > 0 && encryption.Resealed(key.Kid, key.SealedPrivateKey) is { } box) KeyStore.Reseal(tx, key.Kid, box);
        if (KeyRotation.Signer(keys, tx.Now) is null) Add(tx, tx.Now);
    }

    /// <summary>Makes a key that will follow the one that signs, unless one waits already.</summary>
    public async Task<KeyRow> Rotate(TenantTx tx)
    {
        KeyStore.Lock(tx);
        return KeyRotation.Waiting(await KeyStore.Published(tx), tx.Now) ?? Add(tx, tx.Now + rotation.Lead);
    }

    /// <summary>The same when the key that signs is old enough.</summary>
    public async Task<bool> RotateIfDue(TenantTx tx)
    {
        KeyStore.Lock(tx);
        var isDue = rotation.IsDue(await KeyStore.Published(tx), tx.Now);
        if (isDue) Add(tx, tx.Now + rotation.Lead);
        return isDue;
    }

    /// <summary>Withdraws a key; where it was the one that signs, the one that waits signs at once, or a new one does.</summary>
    public async Task<KeyRow> Withdraw(TenantTx tx, KeyRow row)
    {
        var published = await KeyStore.Published(tx);
        var withdrawn = row with { WithdrawTime = tx.Now, RetireTime = tx.Now };
        KeyStore.Withdraw(tx, row.Kid);
        tx.Audit("signing_key.withdrawn", "signing_key", Guid.Empty, Changes.Between(row.ToMessage(signer: null, tx.Now), null));
        // A key that another has followed does not come back: it goes when its last token has expired. One that waits goes on waiting
        // while another signs, since verifiers may not have heard of it.
        if (KeyRotation.Signer(published, tx.Now)?.Kid == row.Kid)
        {
            if (KeyRotation.Waiting(published, tx.Now) is { } next) KeyStore.SignNow(tx, next.Kid);
            else Add(tx, tx.Now);
        }

        return withdrawn;
    }

    private KeyRow Add(TenantTx tx, DateTimeOffset signTime)
    {
        using var key = SigningKey.Create();
        return KeyStore.Add(tx, key, encryption, signTime);
    }
}
