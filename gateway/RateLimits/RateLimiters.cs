using System.Threading.RateLimiting;

namespace FactoryFlow.Gateway.RateLimits;

/// <summary>
/// Counts calls. A bucket holds a minute's worth of them and fills evenly, so that a burst is possible and what was used comes back
/// little by little. The framework forgets a bucket that has been full for a while: memory is bounded by who called last.
/// </summary>
internal sealed class RateLimiters : IDisposable
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly PartitionedRateLimiter<Quota> _buckets =
        PartitionedRateLimiter.Create<Quota, Quota>(static quota => RateLimitPartition.Get(quota, Bucket));

    /// <summary>Counts one call.</summary>
    public RateCount Take(in Quota quota)
    {
        if (quota.PerMinute < 0) return RateCount.Unlimited;
        if (quota.PerMinute == 0) return new RateCount(quota, 0, Minute);
        using var lease = _buckets.AttemptAcquire(quota);
        var left = (int)(_buckets.GetStatistics(quota)?.CurrentAvailablePermits ?? 0);
        if (lease.IsAcquired) return new RateCount(quota, left, null);
        return new RateCount(quota, 0, lease.TryGetMetadata(MetadataName.RetryAfter, out var wait) ? wait : Minute / quota.PerMinute);
    }

    public void Dispose() => _buckets.Dispose();

    private static EvenBucket Bucket(Quota quota) => new(new TokenBucketRateLimiterOptions
    {
        TokenLimit = quota.PerMinute,
        TokensPerPeriod = 1,
        ReplenishmentPeriod = Minute / quota.PerMinute,
        AutoReplenishment = false,
    });
}
