using System.Collections.Frozen;
using FactoryFlow.Identity.V1;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace FactoryFlow.Platform.Auth;

/// <summary>
/// The keys as identity publishes them: fetched at the start, every minute and when a token names a key that is not known,
/// then at most every five seconds. While identity is down the last keys known go on counting.
/// </summary>
/// <param name="publish">Asks for the published keys: over gRPC everywhere but in identity, which reads its own table.</param>
/// <param name="time">The clock.</param>
/// <param name="log">Told when the keys could not be had.</param>
public sealed partial class KeySource(Func<CancellationToken, Task<JsonWebKeySet>> publish, TimeProvider time, ILogger<KeySource> log) : BackgroundService, IKeyRing
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan FirstInterval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly Lock _turn = new();
    private volatile FrozenDictionary<string, VerificationKey> _keys = FrozenDictionary<string, VerificationKey>.Empty;
    private Task? _fetching;
    private DateTimeOffset _asked = DateTimeOffset.MinValue;

    /// <summary>Whether any key is known yet; until then no token can be verified.</summary>
    public bool HasKeys => _keys.Count > 0;

    /// <inheritdoc />
    public ValueTask<VerificationKey?> Find(string keyId) => _keys.TryGetValue(keyId, out var key) ? new(key) : FindAfterFetching(keyId);

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await Fetch(forced: true).WaitAsync(stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await Task.Delay(_keys.Count == 0 ? FirstInterval : Interval, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async ValueTask<VerificationKey?> FindAfterFetching(string keyId)
    {
        await Fetch(forced: _keys.Count == 0);
        if (_keys.Count == 0) throw new KeysUnavailableException();
        return _keys.GetValueOrDefault(keyId);
    }

    // One fetch at a time, and whoever needs its outcome waits for that one: a flood of forged key ids costs one call every five seconds.
    private Task Fetch(bool forced)
    {
        lock (_turn)
        {
            if (_fetching is { IsCompleted: false } running) return running;
            var now = time.GetUtcNow();
            if (!forced && now - _asked < Pause) return Task.CompletedTask;
            _asked = now;

            // What a request hands on (its deadline, its cancellation) must not reach a call that others wait for too.
            using (ExecutionContext.SuppressFlow()) return _fetching = Task.Run(FetchNow);
        }
    }

    private async Task FetchNow()
    {
        using var limit = new CancellationTokenSource(Patience, time);
        try
        {
            Replace((await publish(limit.Token)).Keys);
        }
        catch (Exception e)
        {
            // Whatever went wrong there, the keys that are known go on counting here.
            LogUnreachable(e, _keys.Count);
        }
    }

    private void Replace(IEnumerable<JsonWebKey> published)
    {
        var known = _keys;
        var next = new Dictionary<string, VerificationKey>(StringComparer.Ordinal);
        foreach (var jwk in published.Where(jwk => jwk is { Kty: "EC", Crv: "P-256", Use: "sig", Alg: TokenFormat.Algorithm }))
            if ((known.GetValueOrDefault(jwk.Kid) ?? VerificationKey.TryCreate(jwk.Kid, jwk.X, jwk.Y)) is { } key)
                next[jwk.Kid] = key;

        // An empty answer is a fault of identity, not the end of every session.
        if (next.Count == 0)
        {
            LogEmpty(known.Count);
            return;
        }

        _keys = next.ToFrozenDictionary(StringComparer.Ordinal);
        foreach (var (id, key) in known)
            if (!next.ContainsKey(id))
                key.Withdraw();
    }

    [LoggerMessage(LogLevel.Warning, "Identity did not answer with its signing keys; {Known} known keys go on counting")]
    private partial void LogUnreachable(Exception problem, int known);

    [LoggerMessage(LogLevel.Warning, "Identity answered with no usable signing key; {Known} known keys go on counting")]
    private partial void LogEmpty(int known);
}
