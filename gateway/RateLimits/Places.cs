using System.Collections.Concurrent;
using System.Diagnostics;

namespace FactoryFlow.Gateway.RateLimits;

/// <summary>
/// Bounds how many calls each service works on at once, and shares that out among the tenants: a few are enough to keep it busy, and what
/// waits here instead of there can be taken in turn. What finds no room is turned away at once and can come again.
/// </summary>
internal sealed class Places(GatewaySettings settings, PlaceMetrics metrics)
{
    /// <summary>Whose the calls without a valid token are.</summary>
    public static readonly Guid Nobody = Guid.AllBitsSet;

    private readonly ConcurrentDictionary<string, ServicePlaces> _services = new(StringComparer.OrdinalIgnoreCase);

    // What waits for longer would not be answered in time either.
    private readonly TimeSpan _patience = settings.Deadline / 3;

    /// <summary>Takes a place for a call, until what is answered is disposed; null when there is none.</summary>
    public async ValueTask<IDisposable?> Take(string service, Guid tenant, CancellationToken cancelled)
    {
        if (settings.CallsUnderWay < 1) return Free.Instance;
        var places = _services.GetOrAdd(service, static (_, most) => new ServicePlaces(Math.Min(most.CallsAtOnce, most.CallsUnderWay), most.CallsUnderWay), settings);
        var entering = places.Enter(tenant, _patience, cancelled);
        if (entering.IsCompleted) return entering.Result ? new Place(places, tenant) : null;
        var began = Stopwatch.GetTimestamp();
        var entered = await entering;
        metrics.Waited(service, Stopwatch.GetElapsedTime(began));
        return entered ? new Place(places, tenant) : null;
    }

    private sealed class Place(ServicePlaces places, Guid tenant) : IDisposable
    {
        public void Dispose() => places.Leave(tenant);
    }

    private sealed class Free : IDisposable
    {
        public static readonly Free Instance = new();

        public void Dispose()
        {
        }
    }
}
