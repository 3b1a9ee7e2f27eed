namespace FactoryFlow.Gateway.RateLimits;

/// <summary>The limits that hold, as the RateLimit-Policy header writes them (draft-ietf-httpapi-ratelimit-headers).</summary>
internal static class RatePolicy
{
    /// <summary>One limit; nothing when there is none.</summary>
    public static string Of(string name, int perMinute) => perMinute < 0 ? "" : FormattableString.Invariant($"\"{name}\";q={perMinute};w=60");

    /// <summary>A tenant's limits; nothing when there is none.</summary>
    public static string OfTenant(int perMinute, int perMinutePerUser) =>
        string.Join(", ", new[] { Of("tenant", perMinute), Of("user", perMinutePerUser) }.Where(policy => policy.Length > 0));
}
