using FactoryFlow.Gateway.Directory;
using FactoryFlow.Gateway.Problems;
using FactoryFlow.Platform.Auth;
using FactoryFlow.Platform.Errors;

namespace FactoryFlow.Gateway.Admission;

/// <summary>
/// The tenant that a request names beside its token, by the header X-Tenant-ID (its id or slug) or by the domain that it came to. It
/// chooses nothing: whose call it is, the token alone says, and whoever names another tenant is mistaken.
/// </summary>
internal static class NamedTenant
{
    /// <summary>The header.</summary>
    public const string Header = "X-Tenant-ID";

    /// <summary>Refuses a request that names another tenant than its caller's.</summary>
    /// <param name="request">The request.</param>
    /// <param name="caller">Whose token it carries.</param>
    /// <param name="tenant">Their tenant; null when it is not known yet, and for the platform's people.</param>
    /// <param name="domain">What stands behind the slug in tenants' domains.</param>
    public static Refusal? Refuse(HttpRequest request, Caller caller, TenantEntry? tenant, string domain)
    {
        var header = request.Headers[Header];
        if (header.Count > 0 && !Is(header.ToString(), caller, tenant))
            return Reasons.TenantMismatch.Refuse($"{Header} names a tenant that is not the caller's. Leave it out, or sign in there.");
        if (SlugOf(request.Host.Host, domain) is { } slug && !Is(slug, caller, tenant))
            return Reasons.TenantMismatch.Refuse("The address is another tenant's than the caller's. Call your own, or sign in there.");
        return null;
    }

    // The slug of a tenant that was opened a moment ago is not known yet.
    private static bool Is(string named, Caller caller, TenantEntry? tenant) => Guid.TryParse(named, out var id)
        ? id == caller.TenantId
        : tenant is null ? caller.TenantId != Guid.Empty : string.Equals(named, tenant.Slug, StringComparison.OrdinalIgnoreCase);

    private static string? SlugOf(string host, string domain) =>
        domain.Length > 0 && host.Length > domain.Length + 1 && host[^(domain.Length + 1)] == '.' && host.EndsWith(domain, StringComparison.OrdinalIgnoreCase)
            ? host[..^(domain.Length + 1)]
            : null;
}
