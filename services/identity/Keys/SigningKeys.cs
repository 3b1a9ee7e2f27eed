using FactoryFlow.Platform.Data;

namespace FactoryFlow.Identity.Keys;

/// <summary>The key that tokens are signed with: the newest in the database, created at the very first start.</summary>
internal sealed class SigningKeys(TenantDb db, KeyEncryption encryption) : IHostedService, IDisposable
{
    private SigningKey? _current;

    /// <summary>The key to sign with.</summary>
    public SigningKey Current => _current ?? throw new InvalidOperationException("No signing key is loaded before the service has started.");

    public async Task StartAsync(CancellationToken cancellationToken) =>
        _current = await db.As(Guid.Empty, async tx =>
        {
            KeyStore.Lock(tx);
            if (await KeyStore.Live(tx) is [var newest, ..]) return SigningKey.Open(newest, encryption);

            var key = SigningKey.Create();
            KeyStore.Add(tx, key, encryption);
            tx.Audit("signing_key.created", "signing_key", Guid.Empty, new Json($$"""{"kid":"{{key.Id}}"}"""));
            return key;
        }, cancellationToken);

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => _current?.Dispose();
}
