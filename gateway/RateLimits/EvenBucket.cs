using System.Threading.RateLimiting;

namespace FactoryFlow.Gateway.RateLimits;

/// <summary>
/// The framework's bucket, filled to the moment whenever it is asked. By itself it is filled every tenth of a second at most, and whoever is
/// at the limit is let in by bursts, which others wait behind.
/// </summary>
/// <param name="options">How large it is, and how fast it fills.</param>
internal sealed class EvenBucket(TokenBucketRateLimiterOptions options) : RateLimiter
{
    private readonly TokenBucketRateLimiter _bucket = new(options);

    public override TimeSpan? IdleDuration
    {
        get
        {
            _bucket.TryReplenish();
            return _bucket.IdleDuration;
        }
    }

    public override RateLimiterStatistics? GetStatistics() => _bucket.GetStatistics();

    protected override RateLimitLease AttemptAcquireCore(int permitCount)
    {
        _bucket.TryReplenish();
        return _bucket.AttemptAcquire(permitCount);
    }

    protected override ValueTask<RateLimitLease> AcquireAsyncCore(int permitCount, CancellationToken cancellationToken) => new(AttemptAcquireCore(permitCount));

    protected override void Dispose(bool disposing)
    {
        if (disposing) _bucket.Dispose();
        base.Dispose(disposing);
    }
}
