using System.Diagnostics;
using Microsoft.AspNetCore.Http.Features;

namespace FactoryFlow.Gateway.Pipeline;

/// <summary>The trace that a request belongs to, by the gateway's own span in it, or by the client's where the gateway has none.</summary>
internal static class Traces
{
    /// <summary>The header that says it on an answer (W3C Trace Context, level 2).</summary>
    public const string Header = "traceresponse";

    private const string Version = "00";

    /// <summary>What the header says: version, trace, span and flags; null when there is no trace.</summary>
    public static string? Of(HttpContext context)
    {
        if (context.Features.Get<IHttpActivityFeature>()?.Activity is { IdFormat: ActivityIdFormat.W3C } span) return span.Id;
        return context.Request.Headers.TraceParent is [{ } parent] && ActivityContext.TryParse(parent, null, out _) ? string.Concat(Version, parent.AsSpan(Version.Length)) : null;
    }

    /// <summary>The trace alone, of 32 hexadecimal digits.</summary>
    public static string? IdOf(HttpContext context) => Of(context)?.Split('-')[1];
}
