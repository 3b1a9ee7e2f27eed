namespace FactoryFlow.Gateway.RateLimits;

/// <summary>
/// The limits that hold and what is left of one, as the headers RateLimit-Policy and RateLimit write them (draft-ietf-httpapi-ratelimit-headers).
/// </summary>
internal static class RatePolicy
{
    /// <summary>What is left of the limit that will be used up first, under the name that the policy gives it.</summary>
    public static string Left(in RateCount rate) => FormattableString.Invariant($"\"{NameOf(rate.Quota.Kind)}\";r={rate.Left};t={rate.SecondsToReset}");

    /// <summary>One limit; nothing when there is none.</summary>
    public static string Of(string name, int perMinute) => perMinute < 0 ? "" : FormattableString.Invariant($"\"{name}\";q={perMinute};w=60");

    /// <summary>A tenant's limits; nothing when there is none.</summary>
    public static string OfTenant(int perMinute, int perMinutePerUser) =>
        string.Join(", ", new[] { Of(NameOf(QuotaKind.Tenant), perMinute), Of(NameOf(QuotaKind.User), perMinutePerUser) }.Where(policy => policy.Length > 0));

    /// <summary>What the limit of a quota is called.</summary>
    public static string NameOf(QuotaKind kind) => kind switch
    {
        QuotaKind.Tenant => "tenant",
        QuotaKind.User => "user",
        _ => "address",
    };
}
