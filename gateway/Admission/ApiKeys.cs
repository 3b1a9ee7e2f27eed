using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using FactoryFlow.Gateway.Problems;
using FactoryFlow.Identity.V1;
using FactoryFlow.Platform.Errors;
using Grpc.Core;
using Microsoft.Extensions.Primitives;

namespace FactoryFlow.Gateway.Admission;

/// <summary>
/// Exchanges API keys for tokens at identity, and remembers what it got for half a minute: that long a key may outlive its
/// revocation. While identity is down, what a key was last exchanged for goes on counting until it expires. Only hashes of keys are kept.
/// </summary>
internal sealed class ApiKeys(ApiKeyService.ApiKeyServiceClient identity, TimeProvider clock)
{
    private const string Scheme = "Bearer ";
    private const string Prefix = Scheme + "ffk_";
    private const int Longest = 200;
    private const int MostRemembered = 10_000;

    private static readonly TimeSpan Freshness = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    private readonly ConcurrentDictionary<UInt128, Entry> _remembered = new();

    /// <summary>Whether what a caller sends is a key rather than a token.</summary>
    public static bool IsKey(StringValues authorization) => authorization is [{ } header] && header.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase);

    /// <summary>What a key was exchanged for a moment ago; null when identity must be asked.</summary>
    public Task<Exchanged>? Recall(string header) => _remembered.TryGetValue(HashOf(header), out var entry) && IsFresh(entry) ? entry.Answer.Value : null;

    /// <summary>Whether a key was good when identity was last asked, of those that are remembered.</summary>
    public bool WasGood(string header) =>
        _remembered.TryGetValue(HashOf(header), out var entry) && entry.Answer is { IsValueCreated: true, Value: { IsCompletedSuccessfully: true, Result.Refusal: null } };

    /// <summary>Asks identity, once for all who ask at the same time.</summary>
    public Task<Exchanged> Exchange(string header)
    {
        if (header.Length > Longest) return Task.FromResult(Exchanged.Refused);
        var hash = HashOf(header);
        var before = _remembered.GetValueOrDefault(hash);
        if (before is not null && IsFresh(before)) return before.Answer.Value;
        if (_remembered.Count >= MostRemembered) Sweep();
        var mine = new Entry(clock.GetUtcNow(), new Lazy<Task<Exchanged>>(() => Ask(header[Scheme.Length..], hash, before)));
        var isMine = before is null ? _remembered.TryAdd(hash, mine) : _remembered.TryUpdate(hash, mine, before);
        return (isMine ? mine : _remembered.GetValueOrDefault(hash) ?? mine).Answer.Value;
    }

    private async Task<Exchanged> Ask(string key, UInt128 hash, Entry? before)
    {
        try
        {
            var answer = await identity.ExchangeApiKeyAsync(new ExchangeApiKeyRequest { ApiKey = key }, deadline: (clock.GetUtcNow() + Patience).UtcDateTime);
            return new Exchanged(Scheme + answer.AccessToken, answer.ExpireTime.ToDateTimeOffset(), null);
        }
        catch (RpcException refused) when (refused.StatusCode is StatusCode.Unauthenticated or StatusCode.InvalidArgument)
        {
            return Exchanged.Refused;
        }
        catch (RpcException refused) when (refused.StatusCode is StatusCode.PermissionDenied)
        {
            return new Exchanged("", DateTimeOffset.MaxValue, Reasons.TenantSuspended.Refuse("The tenant is suspended or closed. Ask the platform's operator."));
        }
        catch (RpcException)
        {
            if (before?.Answer.Value is { IsCompletedSuccessfully: true } known && known.Result is { Refusal: null } last && last.Expires > clock.GetUtcNow()) return last;
            _remembered.TryRemove(hash, out _);
            return new Exchanged("", default, CommonReasons.Unavailable.Refuse("API keys cannot be verified just now; try again.", TimeSpan.FromSeconds(1)));
        }
    }

    private bool IsFresh(Entry entry)
    {
        var now = clock.GetUtcNow();
        return now - entry.AskedAt < Freshness && (!entry.Answer.Value.IsCompletedSuccessfully || entry.Answer.Value.Result.Expires > now);
    }

    private void Sweep()
    {
        foreach (var (hash, entry) in _remembered)
            if (!IsFresh(entry)) _remembered.TryRemove(hash, out _);
        // What is still too much is not of honest callers: better asked for again than kept.
        if (_remembered.Count >= MostRemembered) _remembered.Clear();
    }

    private static UInt128 HashOf(string header)
    {
        Span<byte> text = stackalloc byte[3 * Longest];
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        var key = header.AsSpan(Scheme.Length, Math.Min(header.Length, Longest) - Scheme.Length);
        SHA256.HashData(text[..Encoding.UTF8.GetBytes(key, text)], hash);
        return System.Buffers.Binary.BinaryPrimitives.ReadUInt128LittleEndian(hash);
    }

    private sealed record Entry(DateTimeOffset AskedAt, Lazy<Task<Exchanged>> Answer);
}

/// <summary>What became of an API key.</summary>
/// <param name="Authorization">What to send in its place.</param>
/// <param name="Expires">When that stops counting.</param>
/// <param name="Refusal">Why there is nothing to send.</param>
internal sealed record Exchanged(string Authorization, DateTimeOffset Expires, Refusal? Refusal)
{
    public static readonly Exchanged Refused = new("", DateTimeOffset.MaxValue, Reasons.ApiKeyRefused.Refuse("The API key is unknown, has expired or was revoked."));
}
