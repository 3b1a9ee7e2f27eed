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
/// A crash in between publishes again; the inbox of each consumer makes that harmless.
/// </summary>
internal sealed class OutboxRelay(TenantDb db, IBusControl bus, RelaySignal signal, ILogger<OutboxRelay> log) : BackgroundService
{
    private const int BatchSize = 500;
    private static readonly TimeSpan PollInterval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var failures = 0;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                var health = await bus.WaitForHealthStatus(BusHealthStatus.Healthy, PollInterval);
                if (health != BusHealthStatus.Healthy) continue;
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
            delete from outbox where sequence in (select sequence from outbox order by sequence limit {BatchSize} for update skip locked)
            returning type, body, trace_parent
            """);
        if (rows.Count > 0) await Task.WhenAll(rows.Select(row => Publish(row, ct)));
        return rows.Count;
    }, ct);

    private async Task Publish(Row row, CancellationToken ct)
    {
        IFact fact;
        try
        {
            fact = FactJson.Read(row.Type, row.Body);
        }
        catch (JsonException e)
        {
            // Rolling the whole batch back for ever would stop everybody else's facts.
            log.LogCritical(e, "A published fact of type {Type} cannot be read and is dropped: {Body}", row.Type, row.Body);
            return;
        }

        // The publishing continues the trace of the call that committed the fact.
        using var activity = Telemetry.Source.StartActivity("outbox relay", ActivityKind.Internal, row.TraceParent);
        await bus.Publish(fact, fact.GetType(), context => context.MessageId = fact.EventId, ct);
    }

    private sealed record Row(string Type, string Body, string? TraceParent);
}
