using System.Diagnostics.Metrics;

namespace FactoryFlow.Gateway.RateLimits;

/// <summary>How many calls found no place.</summary>
internal sealed class PlaceMetrics : IDisposable
{
    private readonly Meter _meter = new("FactoryFlow.Gateway");
    private readonly Counter<long> _turnedAway;

    public PlaceMetrics() => _turnedAway = _meter.CreateCounter<long>("gateway.calls.turned_away", null, "Calls that were turned away as too many were under way");

    public void TurnedAway(string service) => _turnedAway.Add(1, KeyValuePair.Create<string, object?>("service", service));

    public void Dispose() => _meter.Dispose();
}
