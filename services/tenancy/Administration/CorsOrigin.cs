using System.Buffers;
using System.Globalization;
using FactoryFlow.Platform.Errors;

namespace FactoryFlow.Tenancy.Administration;

/// <summary>The rules of the origins that a tenant's pages may call from.</summary>
internal static class CorsOrigin
{
    private const int Most = 50, Longest = 255;

    // What a URL may have before its host and behind its port, and what parsing would drop.
    private static readonly SearchValues<char> BesideAuthority = SearchValues.Create("/?#@\\ \t\r\n");

    /// <summary>The origins as browsers send them: in lower case, punycode, without the scheme's own port.</summary>
    public static string[] Each(Check check, IReadOnlyList<string> asked)
    {
        if (!check.AtMost("origins", asked.Count, Most)) return [];
        var seen = new HashSet<string>(StringComparer.Ordinal);
        return
        [
            .. asked.Select((text, i) =>
            {
                var field = string.Create(CultureInfo.InvariantCulture, $"origins[{i}]");
                if (Read(text) is not { } origin) check.Fault(field, "is not a scheme, a host and perhaps a port, such as https://portal.example.com");
                else if (!IsSafe(origin)) check.Fault(field, "must be https, except on this machine");
                else if (check.That(seen.Add(Written(origin)), field, "stands here already")) return Written(origin);
                return "";
            }),
        ];
    }

    private static Uri? Read(string text) =>
        text.Length <= Longest && Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "https" or "http"
        && uri.HostNameType is UriHostNameType.Dns or UriHostNameType.IPv4 or UriHostNameType.IPv6
        // Whatever else the text holds (a path, even "/", a user, a query) is not part of an origin.
        && HoldsNothingElse(text, uri)
            ? uri
            : null;

    private static bool HoldsNothingElse(string text, Uri uri) =>
        text.StartsWith(uri.Scheme + "://", StringComparison.OrdinalIgnoreCase) && text.AsSpan(uri.Scheme.Length + 3) is var authority
        && authority.IndexOfAny(BesideAuthority) < 0 && !authority.EndsWith(':');

    private static bool IsSafe(Uri origin) => origin.Scheme == "https" || origin.IsLoopback || origin.Host.EndsWith(".localhost", StringComparison.Ordinal);

    private static string Written(Uri origin) =>
        string.Create(CultureInfo.InvariantCulture, $"{origin.Scheme}://{(origin.HostNameType == UriHostNameType.IPv6 ? origin.Host : origin.IdnHost)}{(origin.IsDefaultPort ? "" : $":{origin.Port}")}");
}
