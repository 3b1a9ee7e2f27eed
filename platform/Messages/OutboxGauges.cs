using System.Diagnostics.Metrics;
using FactoryFlow.Platform.Data;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace FactoryFlow.Platform.Messages;

/// <summary>Measures what waits in the outbox, for as long as somebody looks at it.</summary>
internal sealed class OutboxGauges : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(15);

    private readonly Meter _meter = new("FactoryFlow.Platform.Outbox");
    private readonly TenantDb _db;
    private readonly TimeProvider _clock;
    private readonly ILogger<OutboxGauges> _log;
    private volatile OutboxState? _waiting;

    public OutboxGauges(TenantDb db, TimeProvider clock, ILogger<OutboxGauges> log)
    {
        (_db, _clock, _log) = (db, clock, log);
        _meter.CreateObservableGauge("factoryflow.outbox.facts", () => Seen(w => w.Facts), "{fact}", "Facts that wait for the bus; no more than 100,000 are counted");
        _meter.CreateObservableGauge("factoryflow.outbox.age", () => Seen(w => w.Lag(_clock.GetUtcNow()).TotalSeconds), "s", "How long the first of them waits");
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
                _waiting = await OutboxState.Look(_db, stoppingToken);
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
    private IEnumerable<Measurement<double>> Seen(Func<OutboxState, double> measure) => _waiting is { } waiting ? [new Measurement<double>(measure(waiting))] : [];
}
