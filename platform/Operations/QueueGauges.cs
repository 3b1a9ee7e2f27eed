using System.Diagnostics.Metrics;
using FactoryFlow.Platform.Data;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace FactoryFlow.Platform.Operations;

/// <summary>Measures what waits in the service's queues and what was set aside, for as long as somebody looks at it.</summary>
internal sealed class QueueGauges : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(15);

    private readonly Meter _meter = new("FactoryFlow.Platform.Queues");
    private readonly TenantDb _db;
    private readonly TimeProvider _clock;
    private readonly ILogger<QueueGauges> _log;
    private volatile IReadOnlyList<SetAside>? _setAside;

    public QueueGauges(TenantDb db, SetAsideCollector collector, BrokerSettings settings, TimeProvider clock, ILogger<QueueGauges> log)
    {
        (_db, _clock, _log) = (db, clock, log);
        // What is not known is not said.
        _meter.CreateObservableGauge("factoryflow.queue.messages", () => (collector.Depths ?? []).Select(d => Measured(d.Ready, d.Queue)), "{message}", "Messages that wait in a queue, without those that a consumer has in hand");
        _meter.CreateObservableGauge("factoryflow.queue.consumers", () => (collector.Depths ?? []).Select(d => Measured(d.Consumers, d.Queue)), "{consumer}", "How many take from a queue");
        _meter.CreateObservableGauge(
            "factoryflow.undeliverable.facts",
            () => _setAside is { } setAside ? settings.Queues.Select(queue => Measured(setAside.FirstOrDefault(s => s.Queue == queue)?.Facts ?? 0, queue)) : [],
            "{fact}", "Facts that a queue gave up on, and that nobody has decided on");
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
                _setAside = await _db.Through(Door.Operations, tx => tx.All<SetAside>($"select queue, count(*)::int as facts from undeliverable_facts where state = 'OPEN' group by queue"), stoppingToken);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                _setAside = null;
                _log.LogWarning(e, "What was set aside could not be counted; trying again in {Interval}", Interval);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private static Measurement<int> Measured(int value, string queue) => new(value, KeyValuePair.Create<string, object?>("queue", queue));

    private sealed record SetAside(string Queue, int Facts);
}
