using FactoryFlow.Identity.V1;
using FactoryFlow.Platform.Data;

namespace FactoryFlow.Identity.Keys;

/// <summary>
/// The keys as this process knows them: read at the start, every few seconds and after each change of its own, so that neither
/// signing nor publishing asks the database. While it is down, the last keys known go on.
/// </summary>
internal sealed partial class SigningKeys(TenantDb db, KeyTurns turns, KeyRotation rotation, KeyEncryption encryption, TimeProvider clock, ILogger<SigningKeys> log) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    // Two who read at once take turns, so that the older answer does not come last.
    private readonly SemaphoreSlim _turn = new(1);
    private volatile IReadOnlyList<Known> _known = [];

    /// <summary>The key to sign with.</summary>
    public SigningKey Current =>
        KeyRotation.Signer(_known.Select(known => known.Row), clock.GetUtcNow()) is { } row
            ? _known.First(known => known.Row.Kid == row.Kid).Key.Value
            : throw new InvalidOperationException("No signing key is loaded before the service has started.");

    /// <summary>The key set as it is published.</summary>
    public JsonWebKeySet Published()
    {
        var now = clock.GetUtcNow();
        return new JsonWebKeySet { Keys = { _known.Where(known => known.Row.IsPublished(now)).Select(known => known.Row.ToPublicKey()) } };
    }

    /// <summary>Reads the keys again.</summary>
    public async Task Refresh(CancellationToken ct)
    {
        await _turn.WaitAsync(ct);
        try
        {
            var rows = await db.As(Guid.Empty, KeyStore.Published, ct);
            var before = _known;
            // Kept open rather than opened for each token; one that goes is left to the collector, since a token may just be signed with it.
            _known = [.. rows.Select(row => new Known(row, before.FirstOrDefault(known => known.Row.Kid == row.Kid)?.Key ?? new(() => SigningKey.Open(row, encryption))))];
        }
        finally
        {
            _turn.Release();
        }
    }

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await db.As(Guid.Empty, async tx =>
        {
            await turns.Begin(tx);
            return true;
        }, cancellationToken);
        await Refresh(cancellationToken);
        // What it was kept with must be known before anybody signs in.
        _ = Current;
        await base.StartAsync(cancellationToken);
    }

    public override void Dispose()
    {
        _turn.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await Task.Delay(Interval, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            try
            {
                await Refresh(stoppingToken);
                if (!rotation.IsDue([.. _known.Select(known => known.Row)], clock.GetUtcNow())) continue;
                await db.As(Guid.Empty, turns.RotateIfDue, stoppingToken);
                await Refresh(stoppingToken);
            }
            catch (Exception) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                LogStale(e);
            }
        }
    }

    [LoggerMessage(LogLevel.Warning, "The signing keys could not be read again; those that are known go on")]
    private partial void LogStale(Exception problem);

    private sealed record Known(KeyRow Row, Lazy<SigningKey> Key);
}
