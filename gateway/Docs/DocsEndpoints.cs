using System.Net;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using FactoryFlow.Gateway.Api;
using FactoryFlow.Gateway.OpenApi;
using Microsoft.Net.Http.Headers;

namespace FactoryFlow.Gateway.Docs;

/// <summary>
/// The page that people read the API on and try it out, and the page that problem documents point to. Everything is in this assembly, so that it
/// works without the internet, and nothing else may run or be reached from it.
/// </summary>
internal static class DocsEndpoints
{
    private const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    public static void MapDocs(this IEndpointRouteBuilder endpoints)
    {
        Map(endpoints, "/docs", "text/html; charset=utf-8", Embedded("index.html"));
        Map(endpoints, "/docs/page.js", "text/javascript; charset=utf-8", Embedded("page.js"));
        Map(endpoints, "/docs/call.js", "text/javascript; charset=utf-8", Embedded("call.js"));
        Map(endpoints, "/docs/page.css", "text/css; charset=utf-8", Embedded("page.css"));
        Map(endpoints, "/docs/errors", "text/html; charset=utf-8", Encoding.UTF8.GetBytes(ErrorsPage(ReasonTable.Load())));
    }

    private static void Map(IEndpointRouteBuilder endpoints, string path, string type, byte[] content)
    {
        var tag = new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(SHA256.HashData(content).AsSpan(0, 16))}\"");
        endpoints.MapMethods(path, Reading.Methods, (HttpContext context) =>
        {
            var headers = context.Response.Headers;
            headers.ContentSecurityPolicy = Policy;
            headers.XContentTypeOptions = "nosniff";
            headers["Referrer-Policy"] = "no-referrer";
            headers.CacheControl = "no-cache";
            return TypedResults.Bytes(content, type, entityTag: tag);
        });
    }

    private static byte[] Embedded(string name)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("docs/" + name) ?? throw new InvalidOperationException($"The gateway was built without {name}.");
        using var content = new MemoryStream();
        stream.CopyTo(content);
        return content.ToArray();
    }

    // Each reason under its own name, which is what the type of a problem document leads to.
    private static string ErrorsPage(ReasonTable reasons)
    {
        var page = new StringBuilder("""
            <!doctype html>
            <html lang="en">
            <head><meta charset="utf-8"><title>FactoryFlow: reasons</title><link rel="icon" href="data:,"><link rel="stylesheet" href="/docs/page.css"></head>
            <body><h1>Every reason for a refusal</h1><p>In order of precedence. <a href="/docs">The calls</a>.</p>
            """);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (title, rows) in reasons.Sections)
        {
            page.Append("<h2>").Append(WebUtility.HtmlEncode(title)).Append("</h2><table>");
            foreach (var row in rows)
            {
                var anchor = seen.Add(row.Name) ? $" id=\"{row.Name}\"" : "";
                page.Append("<tr").Append(anchor).Append("><td><code>").Append(row.Name).Append("</code></td><td>").Append(row.Status)
                    .Append("</td><td>").Append(row.Code).Append("</td><td>").Append(WebUtility.HtmlEncode(row.Meaning)).Append("</td></tr>");
            }

            page.Append("</table>");
        }

        return page.Append("</body></html>").ToString();
    }
}
