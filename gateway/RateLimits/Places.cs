using System.Threading.RateLimiting;

namespace FactoryFlow.Gateway.RateLimits;

/// <summary>
/// Bounds how many calls are under way at each service. What is beyond is turned away at once and can come again, instead of waiting with all
/// others until none is answered in time; and a tenant has half of the places at most, so that what it asks for does not shut the others out.
/// </summary>
internal sealed class Places : IDisposable
{
    /// <summary>Whose the calls without a valid token are.</summary>
    public static readonly Guid Nobody = Guid.AllBitsSet;

    private readonly PartitionedRateLimiter<Place>? _places;

    public Places(GatewaySettings settings)
    {
        var most = settings.CallsUnderWay;
        if (most < 1) return;
        // Who finds the own places taken does not take one of everybody's.
        _places = PartitionedRateLimiter.CreateChained(
            PartitionedRateLimiter.Create<Place, Place>(place => RateLimitPartition.GetConcurrencyLimiter(place, _ => Of((most + 1) / 2))),
            PartitionedRateLimiter.Create<Place, string>(place => RateLimitPartition.GetConcurrencyLimiter(place.Service, _ => Of(most))));
    }

    /// <summary>Takes a place for a call, until what is answered is disposed; null when none is free.</summary>
    public IDisposable? Take(string service, Guid tenant)
    {
        if (_places is null) return Free.Instance;
        var lease = _places.AttemptAcquire(new Place(service, tenant));
        if (lease.IsAcquired) return lease;
        lease.Dispose();
        return null;
    }

    public void Dispose() => _places?.Dispose();

    private static ConcurrencyLimiterOptions Of(int permits) => new() { PermitLimit = permits, QueueLimit = 0 };

    private readonly record struct Place(string Service, Guid Tenant);

    private sealed class Free : IDisposable
    {
        public static readonly Free Instance = new();

        public void Dispose()
        {
        }
    }
}
