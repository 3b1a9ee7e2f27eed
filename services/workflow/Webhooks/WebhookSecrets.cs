using FactoryFlow.Platform.Data;

namespace FactoryFlow.Workflow.Webhooks;

/// <summary>Sees to it at the start that every secret is sealed with the key of today, whatever it was sealed with.</summary>
internal sealed class WebhookSecrets(TenantDb db, KeyEncryption encryption) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken) => db.Through(Door.Seeding, async tx =>
    {
        foreach (var secrets in await WebhookStore.LockSecrets(tx))
        {
            var (current, former) = (Resealed(secrets.Id, secrets.SealedSecret), Resealed(secrets.Id, secrets.SealedFormerSecret));
            if (current is not null || former is not null)
                WebhookStore.Reseal(tx, secrets with { SealedSecret = current ?? secrets.SealedSecret, SealedFormerSecret = former ?? secrets.SealedFormerSecret });
        }

        return true;
    }, cancellationToken);

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private byte[]? Resealed(Guid webhook, byte[]? box) => box is null ? null : encryption.Resealed(WebhookSecret.NameOf(webhook), box);
}
