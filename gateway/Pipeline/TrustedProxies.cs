using System.Net;
using Microsoft.AspNetCore.HttpOverrides;
using IPNetwork = System.Net.IPNetwork;

namespace FactoryFlow.Gateway.Pipeline;

/// <summary>Takes a client's address and scheme from the proxies in front that are trusted; from nobody else.</summary>
internal static class TrustedProxies
{
    public static void Use(WebApplication app, GatewaySettings settings)
    {
        if (settings.TrustedProxies.Length == 0) return;
        // However many stand behind each other: what is read from the right ends at the first address that is not one of theirs, the client's,
        // and what that wrote itself, further left, counts for nothing.
        var options = new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto, ForwardLimit = null };
        options.KnownIPNetworks.Clear();
        options.KnownProxies.Clear();
        foreach (var proxy in settings.TrustedProxies)
        {
            if (IPNetwork.TryParse(proxy, out var network)) options.KnownIPNetworks.Add(network);
            else if (IPAddress.TryParse(proxy, out var address)) options.KnownProxies.Add(address);
            else throw new InvalidOperationException($"Gateway__TrustedProxies names {proxy}, which is neither an address nor a network such as 10.0.0.0/8.");
        }

        app.UseForwardedHeaders(options);
    }
}
