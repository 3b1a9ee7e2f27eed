using System.Security.Cryptography;
using FactoryFlow.Options.V1;
using FactoryFlow.Platform.Auth;
using FactoryFlow.Platform.Errors;
using FactoryFlow.Platform.Hosting;
using Google.Protobuf;
using Grpc.Core;

namespace FactoryFlow.Platform.Data;

/// <summary>
/// The claim that a call lays to its idempotency key. The same key with the same input gets the first answer again;
/// with other input it is refused. Two calls at once wait for each other on a lock of the key, which lasts as long as the
/// transaction, so the row is written once, with the answer.
/// </summary>
internal sealed class IdempotencyClaim
{
    // No message begins with a zero: it would stand for a field of no number.
    private const byte SealMark = 0;

    private readonly TenantTx _tx;
    private readonly string _key;
    private readonly byte[] _hash;
    private readonly bool _isKept;
    private Answer<Stored>? _stored;

    private IdempotencyClaim(TenantTx tx, string key, byte[] hash, bool isKept)
    {
        _tx = tx;
        _key = key;
        _hash = hash;
        _isKept = isKept;
    }

    private string Place => $"answer to {_key}";

    /// <summary>The claim of a call; null when it carries no key, or its RPC says nothing of keys.</summary>
    public static IdempotencyClaim? Of(ServerCallContext context, IMessage request, Func<TenantTx> ownTransaction)
    {
        if (context.GetHttpContext().Request.Headers[Headers.IdempotencyKey] is not [{ Length: > 0 } key]) return null;
        if (RpcAccess.OfAllProtos.Find(context.Method) is not { IdempotencyKey: not IdempotencyKey.Unspecified } rule) return null;

        var caller = context.FindCaller();
        // Without secrets, too: a hash that is quick to compute would let whoever reads the database guess a password at leisure.
        var told = CanonicalRequest.Of(request);
        var input = new byte[16 + told.CalculateSize()];
        (caller?.Subject ?? Guid.Empty).TryWriteBytes(input);
        told.WriteTo(input.AsSpan(16));
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(System.Text.Encoding.UTF8.GetBytes(context.Method));
        hash.AppendData(input);
        return new IdempotencyClaim(ownTransaction(), key, hash.GetHashAndReset(), isKept: rule.IdempotencyKey is IdempotencyKey.Required);
    }

    /// <summary>Queues the claim in front of the call's first questions.</summary>
    public void Queue()
    {
        _tx.Ask<int>($"select 1 from pg_advisory_xact_lock(hashtextextended({_key}, hashtext({_tx.TenantId.ToString()})))");
        QueueLook();
    }

    /// <summary>Queues the question alone: whoever asks does not mean to answer, and waits for nobody.</summary>
    public void QueueLook() =>
        _stored = _tx.Ask<Stored>($"select request_hash, answer from idempotency_keys where tenant_id = {_tx.TenantId} and key = {_key}");

    /// <summary>Ends the call here when it was answered before.</summary>
    /// <exception cref="AnsweredBefore">With the first answer.</exception>
    /// <exception cref="Refusal">IDEMPOTENCY_KEY_REUSED.</exception>
    public void Check()
    {
        if (_stored!.First is not { } stored) return;
        if (!stored.RequestHash.AsSpan().SequenceEqual(_hash))
            throw CommonReasons.IdempotencyKeyReused.Refuse("This Idempotency-Key was used for a different request. Send a new key for a new request.");
        throw new AnsweredBefore(Opened(stored.Answer));
    }

    /// <summary>
    /// Queues the answer, to be committed with what the call did; for ever where the call demands a key. What is secret in it is told once,
    /// and not repeated.
    /// </summary>
    public void Keep(IMessage answer) =>
        _tx.Write($"""
            insert into idempotency_keys (tenant_id, key, request_hash, answer, create_time, is_kept)
            values ({_tx.TenantId}, {_key}, {_hash}, {Kept(CanonicalRequest.Of(answer).ToByteArray())}, {_tx.RealNow}, {_isKept})
            """);

    // Where people are kept sealed, so are answers, which may be about them.
    private byte[] Kept(byte[] answer) => _tx.SealsPersonal ? [SealMark, .. _tx.Personal.Seal(Place, Convert.ToBase64String(answer))] : answer;

    private byte[] Opened(byte[] kept) => kept is [SealMark, ..] ? Convert.FromBase64String(_tx.Personal.Open(Place, kept[1..])) : kept;

    /// <summary>The call was answered before.</summary>
    internal sealed class AnsweredBefore(byte[] answer) : Exception
    {
        public byte[] Answer { get; } = answer;
    }

    private sealed record Stored(byte[] RequestHash, byte[] Answer);
}
