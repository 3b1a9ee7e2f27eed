using FactoryFlow.Platform.Data;

namespace FactoryFlow.Workflow.Credentials;

/// <summary>Sees to it at the start that every key is sealed with the key of today, whatever it was sealed with.</summary>
internal sealed class CredentialKeys(TenantDb db, KeyEncryption encryption) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken) => db.Through(Door.Seeding, async tx =>
    {
        foreach (var key in await CredentialStore.LockKeys(tx))
            if (encryption.Resealed(CredentialRow.NameOf(key.Id), key.SealedKey) is { } box) CredentialStore.Reseal(tx, key with { SealedKey = box });
        return true;
    }, cancellationToken);

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
