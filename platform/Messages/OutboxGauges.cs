using System.Diagnostics.Metrics;
using FactoryFlow.Platform.Data;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace FactoryFlow.Platform.Messages;

/// <summary>Measures what waits in the outbox, for as long as somebody looks at it.</summary>
internal sealed class OutboxGauges : BackgroundService
{
    private const int MostCounted = 100_000;
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(15);

    private readonly Meter _meter = new("FactoryFlow.Platform.Outbox");
    private readonly TenantDb _db;
    private readonly TimeProvider _clock;
    private readonly ILogger<OutboxGauges> _log;
    private volatile Waiting? _waiting;

    public OutboxGauges(TenantDb db, TimeProvider clock, ILogger<OutboxGauges> log)
    {
        (_db, _clock, _log) = (db, clock, log);
        _meter.CreateObservableGauge("factoryflow.outbox.facts", () => Seen(w => w.Facts), "{fact}", "Facts that wait for the bus; no more than 100,000 are counted");
        _meter.CreateObservableGauge("factoryflow.outbox.age", () => Seen(w => w.Oldest is { } oldest ? Math.Max(0, (_clock.GetUtcNow() - oldest).TotalSeconds) : 0), "s", "How long the first of them waits");
    }

    public override void Dispose()
    {
        _meter.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, _clock);
        do
        {
            try
            {
                // A sandbox says by its own clock when something was: its facts say nothing of how long they wait.
                _waiting = await _db.Through(Door.Relay, tx => tx.One<Waiting>($"""
                    select (select count(*) from (select from outbox limit {MostCounted}) counted)::int as facts,
                        (select (body::jsonb ->> 'occurredAt')::timestamptz from outbox where not starts_with(type, {OutboxRelay.UnreadableMark}) and substr(tenant_id::text, 15, 1) <> '8' order by sequence limit 1) as oldest
                    """), stoppingToken);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                _waiting = null;
                _log.LogWarning(e, "The outbox could not be measured; trying again in {Interval}", Interval);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    // What is not known is not said.
    private IEnumerable<Measurement<double>> Seen(Func<Waiting, double> measure) => _waiting is { } waiting ? [new Measurement<double>(measure(waiting))] : [];

    private sealed record Waiting(int Facts, DateTimeOffset? Oldest);
}
