using System.Collections.Concurrent;
using System.Diagnostics;

namespace FactoryFlow.Gateway.RateLimits;

/// <summary>
/// Bounds how many calls each service works on at once, and shares that out among the tenants: a few are enough to keep it busy, and what
/// waits here instead of there can be taken in turn. What finds no room is turned away at once and can come again.
/// </summary>
internal sealed class Places(GatewaySettings settings, PlaceMetrics metrics)
{
    private static readonly TimeSpan Slow = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<string, ServicePlaces> _services = new(StringComparer.OrdinalIgnoreCase);

    // What waits for longer would not be answered in time either.
    private readonly TimeSpan _patience = settings.Deadline / 3;

    /// <summary>Takes a place for a call, until what is answered is disposed; null when there is none.</summary>
    /// <param name="service">Where the call goes.</param>
    /// <param name="instances">How many processes of it there are.</param>
    /// <param name="whose">Whose call it is.</param>
    /// <param name="cancelled">Ends the waiting.</param>
    public async ValueTask<IDisposable?> Take(string service, int instances, Whose whose, CancellationToken cancelled)
    {
        if (settings.CallsUnderWay < 0) return Free.Instance;
        if (!_services.TryGetValue(service, out var places))
            places = _services.GetOrAdd(service, new ServicePlaces(Math.Min(settings.CallsAtOnce * Math.Max(1, instances), settings.CallsUnderWay), settings.CallsUnderWay, Slow));
        var entering = places.Enter(whose, _patience, cancelled);
        if (entering.IsCompletedSuccessfully) return entering.Result;
        var began = Stopwatch.GetTimestamp();
        try
        {
            return await entering;
        }
        finally
        {
            metrics.Waited(service, Stopwatch.GetElapsedTime(began));
        }
    }

    private sealed class Free : IDisposable
    {
        public static readonly Free Instance = new();

        public void Dispose()
        {
        }
    }
}
