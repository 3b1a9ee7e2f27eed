using System.Text.RegularExpressions;
using FactoryFlow.Testing;
using Microsoft.AspNetCore.Http;

namespace FactoryFlow.Chaos.Tests;

/// <summary>Both providers of domains on one port, who connect whatever they are asked to, however often.</summary>
internal static partial class DomainProviders
{
    public static Task<TrialProvider> Start() => TrialProvider.Start(Connect);

    /// <summary>What tells tenancy to ask them.</summary>
    public static IReadOnlyDictionary<string, string> EnvironmentOf(TrialProvider providers) => new Dictionary<string, string>
    {
        ["Domains__BaseDomain"] = "factories.example",
        ["Domains__Vercel__BaseAddress"] = providers.Address.ToString(),
        ["Domains__Vercel__Token"] = "a token",
        ["Domains__Vercel__ProjectId"] = "pages",
        ["Domains__Cloudflare__BaseAddress"] = providers.Address.ToString(),
        ["Domains__Cloudflare__Token"] = "a token",
        ["Domains__Cloudflare__ZoneId"] = "zone",
        ["Domains__Cloudflare__Target"] = "pages.example",
    };

    // One answer that both understand: the domain at the project, and the record in the zone.
    private static Task Connect(string call, HttpContext http)
    {
        var domain = Domain().Match(call + TrialProvider.BodyOf(http)).Value;
        return TrialProvider.Say(http, 200, $$"""
            { "name": "{{domain}}", "verified": true, "success": true, "result": { "type": "CNAME", "name": "{{domain}}", "content": "pages.example" } }
            """);
    }

    [GeneratedRegex(@"[a-z0-9-]+\.factories\.example")]
    private static partial Regex Domain();
}
