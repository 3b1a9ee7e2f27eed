using System.Diagnostics.Metrics;

namespace FactoryFlow.Gateway.RateLimits;

/// <summary>How many calls found no place, and how long others waited for one.</summary>
internal sealed class PlaceMetrics : IDisposable
{
    private readonly Meter _meter = new("FactoryFlow.Gateway");
    private readonly Counter<long> _turnedAway;
    private readonly Histogram<double> _waits;

    public PlaceMetrics()
    {
        _turnedAway = _meter.CreateCounter<long>("gateway.calls.turned_away", null, "Calls that were turned away as too many were under way");
        _waits = _meter.CreateHistogram(
            "gateway.calls.wait", "s", "How long calls waited for a place, of those that had to", null,
            new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10] });
    }

    public void TurnedAway(string service) => _turnedAway.Add(1, Of(service));

    public void Waited(string service, TimeSpan time) => _waits.Record(time.TotalSeconds, Of(service));

    public void Dispose() => _meter.Dispose();

    private static KeyValuePair<string, object?> Of(string service) => KeyValuePair.Create<string, object?>("service", service);
}
