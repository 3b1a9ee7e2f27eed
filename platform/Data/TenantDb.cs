using FactoryFlow.Platform.Auth;
using FactoryFlow.Platform.Errors;
using FactoryFlow.Platform.Hosting;
using FactoryFlow.Platform.Messages;
using Google.Protobuf;
using Grpc.Core;
using Npgsql;

namespace FactoryFlow.Platform.Data;

/// <summary>
/// The doorway: the only way to tenants' rows. It begins, sets the tenant, claims the idempotency key, runs the slice,
/// writes outbox and audit rows with the answer, and commits. A slice may run again when the database asks for it
/// (deadlock, serialisation), so it may ask another service but must change nothing outside its transaction.
/// </summary>
public sealed partial class TenantDb
{
    private const int Attempts = 4;
    private readonly NpgsqlDataSource _source;
    private readonly TimeProvider _clock;
    private readonly RelaySignal _relay;
    private readonly ReasonCatalogue _reasons;
    private readonly IPersonalData? _personal;

    internal TenantDb(NpgsqlDataSource source, TimeProvider clock, RelaySignal relay, ReasonCatalogue reasons, IPersonalData? personal)
    {
        _source = source;
        _clock = clock;
        _relay = relay;
        _reasons = reasons;
        _personal = personal;
    }

    /// <summary>Reads as the caller's tenant: one round trip for each flush, nothing is kept.</summary>
    public Task<T> Read<T>(ServerCallContext context, Func<TenantTx, Task<T>> slice) => Read(context, context.Caller().TenantId, slice);

    /// <summary>Reads as a tenant that a platform administrator names.</summary>
    /// <exception cref="InvalidOperationException">The caller belongs to another tenant: the slice forgot to check.</exception>
    public async Task<T> Read<T>(ServerCallContext context, Guid tenant, Func<TenantTx, Task<T>> slice)
    {
        RequireReach(context, tenant);
        var ct = context.CancellationToken;
        await using var connection = await _source.OpenConnectionAsync(ct);
        return await slice(new TenantTx(new Pipeline(connection, isRead: true, ct), new Scope(tenant, null), await Now(tenant, connection, ct), Origin.Of(context), _personal));
    }

    /// <summary>The time of the caller's tenant, for what is checked before a transaction begins.</summary>
    public async ValueTask<DateTimeOffset> Now(ServerCallContext context)
    {
        var tenant = context.Caller().TenantId;
        if (!SandboxClock.IsSandbox(tenant)) return Now().Time;
        await using var connection = await _source.OpenConnectionAsync(context.CancellationToken);
        return (await Now(tenant, connection, context.CancellationToken)).Time;
    }

    /// <summary>Writes as the caller's tenant, exactly once for each idempotency key.</summary>
    public Task<TReply> Write<TReply>(ServerCallContext context, IMessage request, Func<TenantTx, Task<TReply>> slice)
        where TReply : class, IMessage<TReply>, new() => Write(context, context.Caller().TenantId, request, slice);

    /// <summary>Writes as a tenant that a platform administrator names; the idempotency key is the administrator's own.</summary>
    /// <exception cref="InvalidOperationException">The caller belongs to another tenant: the slice forgot to check.</exception>
    public async Task<TReply> Write<TReply>(ServerCallContext context, Guid tenant, IMessage request, Func<TenantTx, Task<TReply>> slice)
        where TReply : class, IMessage<TReply>, new()
    {
        RequireReach(context, tenant);
        var ct = context.CancellationToken;
        var origin = Origin.Of(context);
        try
        {
            return await Repeat(async (connection, pipeline) =>
            {
                var now = await Now(tenant, connection, ct);
                var claim = IdempotencyClaim.Of(context, request, () => new TenantTx(pipeline, new Scope(context.Caller().TenantId, null), now, origin, _personal));
                claim?.Queue();
                pipeline.MarkClaim();
                var tx = new TenantTx(pipeline, new Scope(tenant, null), now, origin, _personal, claim is null ? null : claim.Check);
                var reply = await slice(tx);
                await tx.Claim();
                claim?.Keep(reply);
                await pipeline.Commit();
                if (tx.HasPublished) _relay.Wake();
                return claim is null ? reply : CanonicalRequest.InOrder(reply);
            }, ct);
        }
        catch (IdempotencyClaim.AnsweredBefore before)
        {
            return Replay<TReply>(context, before);
        }
    }

    /// <summary>
    /// What the call's idempotency key was answered with before, or null. For a call that asks somebody else before it writes:
    /// the write itself looks again, and decides.
    /// </summary>
    public async Task<TReply?> FindAnswer<TReply>(ServerCallContext context, IMessage request)
        where TReply : class, IMessage<TReply>, new()
    {
        var ct = context.CancellationToken;
        var now = Now();
        await using var connection = await _source.OpenConnectionAsync(ct);
        var pipeline = new Pipeline(connection, isRead: true, ct);
        if (IdempotencyClaim.Of(context, request, () => new TenantTx(pipeline, new Scope(context.Caller().TenantId, null), now, Origin.Of(context), _personal)) is not { } claim) return null;
        claim.QueueLook();
        await pipeline.Flush();
        try
        {
            claim.Check();
            return null;
        }
        catch (IdempotencyClaim.AnsweredBefore before)
        {
            return Replay<TReply>(context, before);
        }
    }

    /// <summary>Works across tenants through a named door: the tenant is the nil UUID, and only tables whose policies name the door answer.</summary>
    public Task<T> Through<T>(Door door, Func<TenantTx, Task<T>> slice, CancellationToken ct) => As(new Scope(Guid.Empty, door), Origin.System(), slice, ct);

    /// <summary>Works as a tenant when no call asks: start-up, timers and reactions.</summary>
    public Task<T> As<T>(Guid tenant, Func<TenantTx, Task<T>> slice, CancellationToken ct) => As(new Scope(tenant, null), Origin.System(), slice, ct);

    /// <summary>Works across tenants through a named door on behalf of a call, which audit entries then name.</summary>
    public Task<T> Through<T>(ServerCallContext context, Door door, Func<TenantTx, Task<T>> slice) =>
        As(new Scope(Guid.Empty, door), Origin.Of(context), slice, context.CancellationToken);

    /// <summary>
    /// Works as a tenant on behalf of a call, without claiming its idempotency key: the later steps of a call that writes
    /// in more than one transaction, each of which must bear repetition by itself.
    /// </summary>
    /// <exception cref="InvalidOperationException">The caller belongs to another tenant: the slice forgot to check.</exception>
    public Task<T> As<T>(ServerCallContext context, Guid tenant, Func<TenantTx, Task<T>> slice, CancellationToken? ct = null)
    {
        RequireReach(context, tenant);
        return As(new Scope(tenant, null), Origin.Of(context), slice, ct ?? context.CancellationToken);
    }

    private static TReply Replay<TReply>(ServerCallContext context, IdempotencyClaim.AnsweredBefore before)
        where TReply : class, IMessage<TReply>, new()
    {
        context.ResponseTrailers.Add(Headers.IdempotencyReplayed, "true");
        var reply = new TReply();
        reply.MergeFrom(before.Answer);
        return reply;
    }

    private Task<T> As<T>(Scope scope, Origin origin, Func<TenantTx, Task<T>> slice, CancellationToken ct) =>
        Repeat(async (connection, pipeline) =>
        {
            var tx = new TenantTx(pipeline, scope, await Now(scope.Tenant!.Value, connection, ct), origin, _personal);
            var result = await slice(tx);
            await pipeline.Commit();
            if (tx.HasPublished) _relay.Wake();
            return result;
        }, ct);

    private async Task<T> Repeat<T>(Func<NpgsqlConnection, Pipeline, Task<T>> work, CancellationToken ct)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await using var connection = await _source.OpenConnectionAsync(ct);
                return await work(connection, new Pipeline(connection, isRead: false, ct));
            }
            catch (PostgresException e) when (attempt < Attempts && IsWorthRepeating(e))
            {
                await Task.Delay(Random.Shared.Next(5, 20 * attempt), ct);
            }
            catch (PostgresException e) when (_reasons.For(e.ConstraintName) is { } reason)
            {
                throw reason.Field is { } field ? reason.Refuse(reason.Title, field) : reason.Refuse(reason.Title);
            }
        }
    }

    // A key that another call has just stored means: look again, and answer as it did.
    private static bool IsWorthRepeating(PostgresException e) =>
        e.SqlState is PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.SerializationFailure || e.ConstraintName == "idempotency_keys_pkey";

    private static void RequireReach(ServerCallContext context, Guid tenant)
    {
        // Signing in has no caller yet; the slice knows the tenant from what it looked up through a door.
        if (context.FindCaller() is not { } caller) return;
        if (caller.TenantId != tenant && caller.Kind != Options.V1.Access.Types.Kind.Platform)
            throw new InvalidOperationException("A caller reached for another tenant; the slice must answer NOT_FOUND before this.");
    }

    // PostgreSQL keeps microseconds: what is answered must equal what is read again.
    private Moment Now()
    {
        var now = _clock.GetUtcNow();
        now = now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMicrosecond));
        return new Moment(now, now);
    }

    private async ValueTask<Moment> Now(Guid tenant, NpgsqlConnection connection, CancellationToken ct)
    {
        var now = Now();
        if (!SandboxClock.IsSandbox(tenant)) return now;
        var tx = new TenantTx(new Pipeline(connection, isRead: true, ct), new Scope(tenant, null), now, Origin.System(), _personal);
        var ahead = SandboxClock.AskAhead(tx);
        await tx.Flush();
        return now with { Time = now.RealTime + ahead.First };
    }
}

/// <summary>When a transaction is.</summary>
/// <param name="Time">By the tenant's clock.</param>
/// <param name="RealTime">In the world.</param>
internal readonly record struct Moment(DateTimeOffset Time, DateTimeOffset RealTime);
