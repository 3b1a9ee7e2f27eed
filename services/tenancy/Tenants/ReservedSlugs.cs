using System.Collections.Frozen;

namespace FactoryFlow.Tenancy.Tenants;

/// <summary>
/// Slugs that no tenant is opened under, since a tenant's slug becomes its domain and these are what people take for the platform's own.
/// Configuration: <c>Tenancy:ReservedSlugs</c>, separated by commas, in place of the usual ones.
/// </summary>
/// <param name="Slugs">Those slugs.</param>
internal sealed record ReservedSlugs(FrozenSet<string> Slugs)
{
    /// <summary>Those that are reserved unless the configuration names others.</summary>
    public static ReservedSlugs Usual { get; } = Of(
        "account", "accounts", "admin", "administrator", "api", "app", "apps", "assets", "auth", "autodiscover", "billing", "blog", "cdn", "console", "dashboard", "dev", "docs",
        "files", "ftp", "gateway", "grpc", "help", "id", "identity", "imap", "internal", "login", "mail", "mta-sts", "mx", "ns1", "ns2", "oauth", "openapi", "platform", "pop", "portal",
        "root", "security", "signin", "signup", "smtp", "sso", "staging", "static", "status", "support", "system", "test", "webhooks", "webmail", "www");

    /// <summary>As it is configured; empty reserves none.</summary>
    public static ReservedSlugs From(IConfiguration configuration) => configuration["Tenancy:ReservedSlugs"] is { } text
        ? Of(text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        : Usual;

    private static ReservedSlugs Of(params string[] slugs) => new(slugs.ToFrozenSet(StringComparer.OrdinalIgnoreCase));
}
