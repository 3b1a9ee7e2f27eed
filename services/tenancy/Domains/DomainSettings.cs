namespace FactoryFlow.Tenancy.Domains;

/// <summary>
/// Where tenants' domains are made. Without any configuration a domain is <c>slug.localhost</c> and needs nobody; otherwise both
/// providers must be configured, and half of a configuration stops the start.
/// </summary>
internal sealed class DomainSettings
{
    private const string Section = "Domains";

    private DomainSettings(string suffix, VercelSettings? vercel, CloudflareSettings? cloudflare) => (Suffix, Vercel, Cloudflare) = (suffix, vercel, cloudflare);

    /// <summary>What stands behind the slug in a domain, beginning with a dot.</summary>
    public string Suffix { get; }

    /// <summary>The project at Vercel that serves the domains.</summary>
    public VercelSettings? Vercel { get; }

    /// <summary>The zone at Cloudflare that names them.</summary>
    public CloudflareSettings? Cloudflare { get; }

    /// <summary>The providers that each domain needs.</summary>
    public IReadOnlyList<string> Providers => Vercel is null ? [] : [Domains.Vercel.Name, Domains.Cloudflare.Name];

    /// <summary>The settings as they are configured.</summary>
    /// <exception cref="InvalidOperationException">Something is missing, or cannot be what it should.</exception>
    public static DomainSettings From(IConfiguration configuration)
    {
        var domains = configuration.GetSection(Section);
        if (!domains.AsEnumerable().Any(pair => pair.Value is { Length: > 0 })) return new DomainSettings(".localhost", null, null);

        var missing = new List<string>();
        string Required(string key)
        {
            if (domains[key] is { Length: > 0 } value) return value.Trim();
            missing.Add($"{Section}__{key.Replace(":", "__", StringComparison.Ordinal)}");
            return "";
        }

        var suffix = Required("BaseDomain");
        var vercel = new VercelSettings(Address(domains, "Vercel:BaseAddress", "https://api.vercel.com/"), Required("Vercel:Token"), Required("Vercel:ProjectId"), domains["Vercel:TeamId"]);
        var cloudflare = new CloudflareSettings(
            Address(domains, "Cloudflare:BaseAddress", "https://api.cloudflare.com/client/v4/"), Required("Cloudflare:Token"), Required("Cloudflare:ZoneId"), Required("Cloudflare:Target"));
        if (missing.Count > 0)
            throw new InvalidOperationException($"Tenants' domains are configured by halves: give {string.Join(", ", missing)} as well, or nothing of {Section}__* for domains under .localhost.");
        foreach (var (key, name) in new[] { ("BaseDomain", suffix), ("Cloudflare:Target", cloudflare.Target) })
            if (Uri.CheckHostName(name) is not UriHostNameType.Dns || !name.Contains('.', StringComparison.Ordinal))
                throw new InvalidOperationException($"{Section}__{key.Replace(":", "__", StringComparison.Ordinal)} must be the name of a domain, such as factories.example; it is \"{name}\".");
        return new DomainSettings("." + suffix.ToLowerInvariant(), vercel, cloudflare);
    }

    // A token must not travel in the clear; on this machine it does not travel.
    private static Uri Address(IConfiguration domains, string key, string usual)
    {
        var text = domains[key] is { Length: > 0 } given ? given : usual;
        if (Uri.TryCreate(text.TrimEnd('/') + "/", UriKind.Absolute, out var address)
            && (address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && address.IsLoopback))) return address;
        throw new InvalidOperationException($"{Section}__{key.Replace(":", "__", StringComparison.Ordinal)} must be an https address; it is \"{text}\".");
    }
}

/// <summary>A project at Vercel. A class, so that nothing writes the token down by writing the settings down.</summary>
internal sealed class VercelSettings(Uri baseAddress, string token, string projectId, string? teamId)
{
    /// <summary>Where the API is.</summary>
    public Uri BaseAddress { get; } = baseAddress;

    /// <summary>The bearer token.</summary>
    public string Token { get; } = token;

    /// <summary>The project's id or name.</summary>
    public string ProjectId { get; } = projectId;

    /// <summary>The team that the project belongs to; null for an account of its own.</summary>
    public string? TeamId { get; } = teamId;
}

/// <summary>A zone at Cloudflare.</summary>
internal sealed class CloudflareSettings(Uri baseAddress, string token, string zoneId, string target)
{
    /// <summary>Where the API is.</summary>
    public Uri BaseAddress { get; } = baseAddress;

    /// <summary>The bearer token.</summary>
    public string Token { get; } = token;

    /// <summary>The zone's id.</summary>
    public string ZoneId { get; } = zoneId;

    /// <summary>What the domains' records point to.</summary>
    public string Target { get; } = target;
}
