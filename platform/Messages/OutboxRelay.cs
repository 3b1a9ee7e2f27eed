using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using FactoryFlow.Events;
using FactoryFlow.Platform.Data;
using FactoryFlow.Platform.Hosting;
using MassTransit;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace FactoryFlow.Platform.Messages;

/// <summary>
/// Carries committed facts to the bus: takes a batch of outbox rows, publishes it with confirms, deletes and commits.
/// A crash in between publishes again; the inbox of each consumer makes that harmless. Facts of types that only a newer version
/// knows are left for it, since during an update both relay.
/// </summary>
internal sealed class OutboxRelay(TenantDb db, BusKeeper keeper, RelaySignal signal, ILogger<OutboxRelay> log) : BackgroundService
{
    private const int BatchSize = 500;
    internal const string UnreadableMark = "unreadable:";

    /// <summary>What the bus calls what brought a fact about. It stays with a fact that is set aside and tried again.</summary>
    internal const string CausedBy = "caused-by";

    /// <summary>What the bus calls a fact's number in the outbox.</summary>
    internal const string Sequence = "outbox-sequence";

    private static readonly TimeSpan PollInterval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan PublishLimit = TimeSpan.FromSeconds(20);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var failures = 0;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                var (taken, published, returned) = await RelayBatch(stoppingToken);
                FactMetrics.Published(published);
                failures = returned > 0 ? failures + 1 : 0;
                // What came back is tried again later, and whenever something new goes out.
                if (taken < BatchSize || returned > 0) await signal.Wait(returned > 0 ? Pause(failures) : PollInterval, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                var pause = Pause(++failures);
                log.LogWarning(e, "The outbox could not be relayed; trying again in {Pause}", pause);
                await Task.Delay(pause, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private static TimeSpan Pause(int failures) => TimeSpan.FromMilliseconds(Math.Min(LongestPause.TotalMilliseconds, 25 * Math.Pow(2, failures)));

    private Task<(int Taken, IEnumerable<IFact> Published, int Returned)> RelayBatch(CancellationToken ct) => db.Through(Door.Relay, async tx =>
    {
        var rows = await tx.All<Row>($"""
            delete from outbox where sequence in (
                select sequence from outbox where type = any({FactJson.KnownTypes}) order by sequence limit {BatchSize} for update skip locked)
            returning sequence, tenant_id, event_id, type, body, caused_by, trace_parent
            """);
        var facts = new List<(Row Row, IFact Fact)>(rows.Count);
        // What is deleted is returned in no order.
        foreach (var row in rows.OrderBy(row => row.Sequence))
        {
            if (TryRead(row) is { } fact) facts.Add((row, fact));
            else PutBack(tx, row, UnreadableMark + row.Type);
        }

        var outcomes = facts.Zip(await Publish(facts, ct)).ToLookup(o => o.Second, o => o.First);
        var returned = outcomes[false].Select(f => f.Row).ToList();
        foreach (var row in returned) PutBack(tx, row, row.Type);
        if (returned.Count > 0) log.LogWarning("There is no queue yet for {Facts} facts of {Types}; they stay in the outbox", returned.Count, string.Join(", ", returned.Select(r => r.Type).Distinct()));
        return (rows.Count, outcomes[true].Select(f => f.Fact), returned.Count);
    }, ct);

    // Whether each was taken. A broker that takes a fact and never confirms it must not hold up the others for ever; what is late is
    // given up, not left to pile up.
    private async Task<bool[]> Publish(List<(Row Row, IFact Fact)> facts, CancellationToken ct)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(PublishLimit);
        try
        {
            var taken = await Task.WhenAll(facts.Select(f => Publish(f.Fact, f.Row, limit.Token))).WaitAsync(limit.Token);
            if (facts.Count > 0) keeper.TellWhether(published: true);
            return taken;
        }
        catch (Exception) when (!ct.IsCancellationRequested)
        {
            keeper.TellWhether(published: false);
            throw;
        }
    }

    private IFact? TryRead(Row row)
    {
        try
        {
            return FactJson.Read(row.Type, row.Body);
        }
        catch (JsonException e)
        {
            log.LogCritical(e, "The fact {EventId} of type {Type} cannot be read; it stays in the outbox, marked as unreadable", row.EventId, row.Type);
            return null;
        }
    }

    // Behind everything else. Rolling the whole batch back for ever would stop everybody else's facts; dropping it would lose one.
    private static void PutBack(TenantTx tx, Row row, string type) =>
        tx.Write($"""
            insert into outbox (tenant_id, event_id, type, body, caused_by, trace_parent)
            values ({row.TenantId}, {row.EventId}, {type}, {row.Body}, {row.CausedBy}, {row.TraceParent})
            """);

    private async Task<bool> Publish(IFact fact, Row row, CancellationToken ct)
    {
        // The publishing continues the trace of the call that committed the fact.
        using var activity = Telemetry.Source.StartActivity("outbox relay", ActivityKind.Internal, row.TraceParent);
        try
        {
            await keeper.Bus.Publish(fact, fact.GetType(), context =>
            {
                context.MessageId = fact.EventId;
                context.Headers.Set(Sequence, row.Sequence.ToString(CultureInfo.InvariantCulture));
                if (row.CausedBy is not null) context.Headers.Set(CausedBy, row.CausedBy);
                // Without a queue to go to, a fact would be confirmed and gone: it comes back instead, and waits in the outbox for its
                // consumer. An announcement has none of ours to wait for.
                if (context.TryGetPayload(out RabbitMqSendContext? rabbit)) rabbit.Mandatory = !FactJson.IsAnnouncement(fact);
            }, ct);
            return true;
        }
        catch (MessageReturnedException)
        {
            return false;
        }
    }

    private sealed record Row(long Sequence, Guid TenantId, Guid EventId, string Type, string Body, string? CausedBy, string? TraceParent);
}
