using FactoryFlow.Tenancy.V1;

namespace FactoryFlow.Gateway.Directory;

/// <summary>What the gateway knows of a tenant.</summary>
/// <param name="Slug">Its name in addresses.</param>
/// <param name="IsActive">Whether its people are let in.</param>
/// <param name="RequestsPerMinute">How often all of them together may ask; -1 is any number.</param>
/// <param name="RequestsPerMinutePerUser">How often each of them may ask; -1 is any number.</param>
/// <param name="Origins">Where its pages may call from, in lower case.</param>
internal sealed record TenantEntry(string Slug, bool IsActive, int RequestsPerMinute, int RequestsPerMinutePerUser, IReadOnlyList<string> Origins)
{
    /// <summary>Its limits as answers name them; empty when there are none.</summary>
    public string RatePolicy { get; } = RateLimits.RatePolicy.OfTenant(RequestsPerMinute, RequestsPerMinutePerUser);

    public static TenantEntry Of(TenantAccess access) => new(
        access.Slug,
        access.Status == Tenant.Types.Status.Active,
        access.RateLimits is { HasRequestsPerMinute: true } all ? all.RequestsPerMinute : -1,
        access.RateLimits is { HasRequestsPerMinutePerUser: true } each ? each.RequestsPerMinutePerUser : -1,
        [.. access.CorsOrigins.Where(IsOrigin).Select(origin => origin.ToLowerInvariant())]);

    // Neither `*` nor `null` is one, whoever wrote it there.
    private static bool IsOrigin(string origin) => origin.Contains("://", StringComparison.Ordinal);
}
