using System.Net;
using System.Net.Sockets;
using FactoryFlow.Platform.Errors;

namespace FactoryFlow.Workflow.Webhooks;

/// <summary>
/// Which addresses tenants may have called: public ones, so that nobody reaches through us what they could not reach themselves, and the
/// networks that are configured.
/// </summary>
/// <param name="AllowHttp">Whether calls may go without TLS.</param>
/// <param name="AllowedNetworks">Networks that may be called though they are not public.</param>
internal sealed record AddressPolicy(bool AllowHttp, IReadOnlyList<IPNetwork> AllowedNetworks)
{
    private const int LongestUrl = 2000;

    // What the registries of special addresses do not call globally reachable.
    private static readonly IPNetwork[] Special =
    [
        .. new[]
        {
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24",
            "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
            // Teredo and 6to4 hold an IPv4 address, which may be any.
            "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20",
        }.Select(IPNetwork.Parse),
    ];

    private static readonly IPNetwork GlobalUnicast = IPNetwork.Parse("2000::/3");

    /// <summary>As it is configured: in Development this machine may be called, and without TLS.</summary>
    /// <exception cref="InvalidOperationException">A setting is none.</exception>
    public static AddressPolicy From(IConfiguration configuration, IHostEnvironment environment)
    {
        var webhooks = configuration.GetSection("Webhooks");
        var http = webhooks["AllowHttp"] is not { Length: > 0 } text ? environment.IsDevelopment()
            : bool.TryParse(text, out var allowed) ? allowed
            : throw new InvalidOperationException("Webhooks__AllowHttp must be true or false.");
        var networks = webhooks["AllowedNetworks"] ?? (environment.IsDevelopment() ? "127.0.0.0/8,::1/128" : "");
        return new AddressPolicy(http, [.. networks.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(Network)]);
    }

    /// <summary>Whether an address may be called.</summary>
    public bool Allows(IPAddress address)
    {
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return AllowedNetworks.Any(network => network.Contains(plain)) || IsPublic(plain);
    }

    /// <summary>A url that may be called, as far as it says where that is: names are looked up at each call.</summary>
    public string CheckUrl(Check check, string field, string value)
    {
        var text = check.Text(field, value, 1, LongestUrl);
        if (text.Length is 0 or > LongestUrl) return text;
        if (!Uri.TryCreate(text, UriKind.Absolute, out var url) || url.Scheme is not ("https" or "http") || url.Host.Length == 0)
        {
            check.Fault(field, "is not a url such as https://example.com/hooks");
            return text;
        }

        check.That(AllowHttp || url.Scheme == Uri.UriSchemeHttps, field, "must begin with https://");
        check.That(url.UserInfo.Length == 0, field, "must not hold a user or a password");
        check.That(url.Fragment.Length == 0, field, "must not hold a fragment");
        var isAddress = IPAddress.TryParse(url.DnsSafeHost, out var address);
        var isLocal = url.DnsSafeHost.TrimEnd('.') is var host && (host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase));
        check.That(isAddress ? Allows(address!) : !isLocal || Allows(IPAddress.Loopback), field, "must be public: no loopback, private or link-local address");
        return text;
    }

    private static bool IsPublic(IPAddress address) =>
        (address.AddressFamily == AddressFamily.InterNetwork || GlobalUnicast.Contains(address)) && !Special.Any(network => network.Contains(address));

    private static IPNetwork Network(string text) => IPNetwork.TryParse(text, out var network) ? network
        : throw new InvalidOperationException("Webhooks__AllowedNetworks must be networks such as 10.1.0.0/16, with commas between them.");
}
