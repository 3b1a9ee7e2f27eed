using System.Diagnostics;
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
internal sealed class OutboxRelay(TenantDb db, IBusControl bus, RelaySignal signal, ILogger<OutboxRelay> log) : BackgroundService
{
    private const int BatchSize = 500;
    private const string UnreadableMark = "unreadable:";
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
                // Degraded means that one of our own queues is not ready yet, which is no reason to keep our facts from the others.
                if (bus.CheckHealth().Status == BusHealthStatus.Unhealthy)
                {
                    await bus.WaitForHealthStatus(BusHealthStatus.Healthy, PollInterval);
                    continue;
                }

                var taken = await RelayBatch(stoppingToken);
                failures = 0;
                if (taken < BatchSize) await signal.Wait(PollInterval, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                var pause = TimeSpan.FromMilliseconds(Math.Min(LongestPause.TotalMilliseconds, 50 * Math.Pow(2, failures++)));
                log.LogWarning(e, "The outbox could not be relayed; trying again in {Pause}", pause);
                await Task.Delay(pause, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private Task<int> RelayBatch(CancellationToken ct) => db.Through(Door.Relay, async tx =>
    {
        var rows = await tx.All<Row>($"""
            delete from outbox where sequence in (
                select sequence from outbox where type = any({FactJson.KnownTypes}) order by sequence limit {BatchSize} for update skip locked)
            returning tenant_id, event_id, type, body, trace_parent
            """);
        // A broker that takes a fact and never confirms it must not hold up the others for ever; what is late is given up, not left to pile up.
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(PublishLimit);
        var publishing = new List<Task>(rows.Count);
        foreach (var row in rows)
        {
            if (TryRead(row) is { } fact) publishing.Add(Publish(fact, row.TraceParent, limit.Token));
            else SetAside(tx, row);
        }

        await Task.WhenAll(publishing).WaitAsync(limit.Token);
        return rows.Count;
    }, ct);

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

    // Rolling the whole batch back for ever would stop everybody else's facts; dropping it would lose one.
    private static void SetAside(TenantTx tx, Row row) =>
        tx.Write($"""
            insert into outbox (tenant_id, event_id, type, body, trace_parent)
            values ({row.TenantId}, {row.EventId}, {UnreadableMark + row.Type}, {row.Body}, {row.TraceParent})
            """);

    private async Task Publish(IFact fact, string? traceParent, CancellationToken ct)
    {
        // The publishing continues the trace of the call that committed the fact.
        using var activity = Telemetry.Source.StartActivity("outbox relay", ActivityKind.Internal, traceParent);
        await bus.Publish(fact, fact.GetType(), context =>
        {
            context.MessageId = fact.EventId;
            // Without a queue to go to, a fact would be confirmed and gone: it comes back instead, and waits in the outbox for its consumer.
            if (context.TryGetPayload(out RabbitMqSendContext? rabbit)) rabbit.Mandatory = true;
        }, ct);
    }

    private sealed record Row(Guid TenantId, Guid EventId, string Type, string Body, string? TraceParent);
}
