using System.Collections.Concurrent;
using Microsoft.Extensions.Primitives;

namespace FactoryFlow.Platform.Auth;

/// <summary>
/// Verifies the <c>Authorization</c> header of a call and remembers what it verified: one ECDSA verification per request in every
/// process would cost about a fifth of the throughput. Each use still asks whether the token has expired and its key still counts.
/// </summary>
public sealed class BearerTokens(JwtVerifier verifier, TimeProvider time)
{
    /// <summary>How many tokens a generation remembers; at most two generations are kept.</summary>
    internal const int Generation = 8192;

    private const string Scheme = "Bearer ";
    private static readonly TimeSpan Age = TimeSpan.FromMinutes(15);

    private readonly Lock _turn = new();
    private volatile Generations _remembered = new([], [], time.GetUtcNow());
    private int _young;

    /// <summary>Who sends this header.</summary>
    public ValueTask<Verdict> Verify(StringValues header)
    {
        if (header.Count == 0) return new(Verdict.Refused(TokenState.Missing, "no token"));
        if (header.Count > 1) return new(Verdict.Invalid("several tokens"));
        if (header[0] is not { Length: > 0 } value) return new(Verdict.Refused(TokenState.Missing, "no token"));
        if (!value.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)) return new(Verdict.Refused(TokenState.Missing, "no bearer token"));

        return Recall(value) is { } verdict ? new(verdict) : Learn(value);
    }

    /// <summary>How many tokens are remembered.</summary>
    internal int Count => _remembered.Young.Count + _remembered.Old.Count;

    private Verdict? Recall(string header)
    {
        var remembered = _remembered;
        if (!remembered.Young.TryGetValue(header, out var known))
        {
            if (!remembered.Old.TryGetValue(header, out known)) return null;
            Remember(header, known);
        }

        if (known.Key.IsWithdrawn) return Verdict.Invalid("key withdrawn");
        return verifier.IsInForce(known.Expires) ? known.Verdict : Verdict.Refused(TokenState.Expired, "expired");
    }

    private async ValueTask<Verdict> Learn(string header)
    {
        var (verdict, verified) = await verifier.Examine(header[Scheme.Length..]);
        if (verdict.IsValid) Remember(header, new Known(verdict, verified.Key, verified.Expires));
        return verdict;
    }

    // Two generations bound the memory and drop what has expired without a sweep: when the young one is full or old enough,
    // it becomes the old one and the old one goes.
    private void Remember(string header, Known known)
    {
        var now = time.GetUtcNow();
        if (Volatile.Read(ref _young) >= Generation || now - _remembered.Born > Age)
        {
            lock (_turn)
            {
                var full = Volatile.Read(ref _young) >= Generation;
                if (full || now - _remembered.Born > Age)
                {
                    _remembered = new Generations([], _remembered.Young, now);
                    Volatile.Write(ref _young, 0);
                }
            }
        }

        if (_remembered.Young.TryAdd(header, known)) Interlocked.Increment(ref _young);
    }

    private sealed record Known(Verdict Verdict, VerificationKey Key, DateTimeOffset Expires);

    private sealed record Generations(ConcurrentDictionary<string, Known> Young, ConcurrentDictionary<string, Known> Old, DateTimeOffset Born);
}
