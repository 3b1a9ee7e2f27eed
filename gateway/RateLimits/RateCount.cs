namespace FactoryFlow.Gateway.RateLimits;

/// <summary>What counting a call found.</summary>
/// <param name="Quota">What it was counted against.</param>
/// <param name="Left">How many more calls may come at once.</param>
/// <param name="Wait">How long until the next one may come; null when this one may pass.</param>
internal readonly record struct RateCount(Quota Quota, int Left, TimeSpan? Wait)
{
    /// <summary>Nothing is counted.</summary>
    public static readonly RateCount Unlimited = new(new Quota(QuotaKind.Address, 0, -1), int.MaxValue, null);

    public bool IsLimited => Quota.PerMinute >= 0;

    public bool IsExhausted => Wait is not null;

    /// <summary>Seconds until as much as ever may come at once.</summary>
    public int SecondsToReset => Quota.PerMinute == 0 ? 60 : (int)Math.Ceiling((Quota.PerMinute - Left) * 60.0 / Quota.PerMinute);

    /// <summary>Which of two a client should know: the one that will be used up first.</summary>
    public static RateCount Tighter(in RateCount one, in RateCount other) => other.Left < one.Left || other.IsExhausted ? other : one;
}
