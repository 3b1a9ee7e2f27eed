using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using FactoryFlow.EndToEnd.Tests.Contract;

namespace FactoryFlow.EndToEnd.Tests.Fuzz;

/// <summary>Makes calls of a description: a third as they should be, a third with one thing wrong, a third with anything in place of the body.</summary>
internal sealed partial class CallGenerator(JsonNode document, Random random, ValueGenerator values)
{
    // These hash passwords on purpose or write mails, which takes longer than all else, or end the session that calls: one call in so many is one of them.
    private const int OneInSoMany = 25;
    private static readonly string[] s_rare = ["Password", "Session", "Signup", "Invitation"];

    private static readonly (string Name, string[] Values)[] s_headers =
    [
        ("Accept", ["text/html", "*/*;q=x", ",,,", "application/json;q=0", "a/b/c", new string('a', 2_000)]),
        ("Accept-Language", ["es", "fr-CA;q=0.1,es;q=0.2", "xx-YY;q=2", "*;q=0", ";;;", "de", string.Join(',', Enumerable.Repeat("es", 500))]),
        ("X-Request-Id", ["a b", "x", new string('r', 300), "é", "';--", "0197f2b0-6c1e-7a52-9d3b-5f4c8e2a1b07"]),
        ("traceparent", ["00-xyz", "00-00000000000000000000000000000000-0000000000000000-01", "ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", new string('0', 500)]),
        ("Content-Encoding", ["gzip", "br", "identity", "x", "gzip, gzip"]),
        ("X-Tenant-ID", ["", "x", "00000000-0000-0000-0000-000000000000", new string('t', 500)]),
        ("X-Session-Mode", ["cookie", "x"]),
        ("X-CSRF-Token", ["x", ""]),
        ("Last-Event-ID", [.. Boundaries.Texts, "x"]),
        ("Prefer", ["respond-async"]),
        ("Expect", ["100-continue"]),
        ("Range", ["bytes=0-1"]),
    ];

    private static readonly string[] s_mediaTypes = ["text/plain", "application/xml", "application/json; charset=utf-16", "application/yaml", "application/x-www-form-urlencoded", "image/png"];

    private readonly List<(string Path, string Method, JsonNode Operation)> _operations =
    [
        .. from path in document["paths"]!.AsObject()
           where path.Key.StartsWith("/api/v1/", StringComparison.Ordinal)
           from operation in path.Value!.AsObject()
           where operation.Value is JsonObject found && found.ContainsKey("responses")
           select (path.Key, operation.Key.ToUpperInvariant(), operation.Value!),
    ];

    public Call Next()
    {
        var isRare = random.Next(OneInSoMany) == 0;
        var kind = _operations.FindAll(one => s_rare.Contains((string)one.Operation["tags"]![0]!) == isRare);
        var (template, method, operation) = kind[random.Next(kind.Count)];
        var manner = random.Next(3);
        var path = new StringBuilder(Parameter().Replace(template, m => InPath(values.Text(m.Groups[1].Value, isHostile: random.Next(8) == 0))));
        var parameters = operation["parameters"]?.AsArray().Where(p => (string?)p!["in"] == "query" && random.Next(3) == 0).ToList() ?? [];
        for (var i = 0; i < parameters.Count; i++)
            path.Append(i == 0 ? '?' : '&').Append((string)parameters[i]!["name"]!).Append('=').Append(Uri.EscapeDataString(Plain(values.Of((string)parameters[i]!["name"]!, parameters[i]!["schema"]!, isSpoiled: random.Next(4) == 0))));
        if (random.Next(30) == 0) path.Append(parameters.Count == 0 ? "?noSuchParameter=1" : "&noSuchParameter=1");
        var content = operation["requestBody"]?["content"]?["application/json"]?["schema"];
        object? body = content is null ? random.Next(20) == 0 ? values.Hostile() : null
            : manner == 2 ? values.Hostile() : values.Of("", content, isSpoiled: manner == 1);
        var key = random.Next(10) switch { 0 => "", 1 => values.Text("key", isHostile: true) is var text && text.All(c => c is > ' ' and < '\x7f') ? text : "one-key", 2 => "one-key", _ => null };
        var accept = Accepted(operation);
        return new Call(new HttpMethod(method), path.ToString(), body, key, random.Next(40) == 0 ? s_mediaTypes[random.Next(s_mediaTypes.Length)] : "application/json", accept, Header(accept), (string)operation["tags"]![0]!);
    }

    private (string Name, string Value)? Header(string? accept)
    {
        if (random.Next(6) > 0) return null;
        var (name, values) = s_headers[random.Next(s_headers.Length)];
        var value = values[random.Next(values.Length)];
        return name == "Accept" && accept is not null ? null : (name, value);
    }

    // A stream is always asked for as one, so that it need not be heard to its end; a list that can be one, now and then.
    private string? Accepted(JsonNode operation)
    {
        var content = operation["responses"]!["200"]?["content"] as JsonObject ?? [];
        return content.ContainsKey(ContractHandler.Stream) && (content.Count == 1 || random.Next(2) == 0) ? ContractHandler.Stream : null;
    }

    // An empty place is another path. Of %00 the server says itself that it is none, without a word about why: docs/api.md.
    private static string InPath(string text) => Uri.EscapeDataString(text.Length == 0 ? "0" : text);

    private static string Plain(string json) => json == "\"\\ud83d\"" ? "?" : json.Length > 1 && json[0] == '"' ? (string)JsonNode.Parse(json)! : json;

    [GeneratedRegex(@"\{([^}]+)\}")]
    private static partial Regex Parameter();
}

/// <summary>A call that is to be made.</summary>
internal sealed record Call(HttpMethod Method, string Path, object? Body, string? Key, string MediaType, string? Accept, (string Name, string Value)? Header, string Tag)
{
    public override string ToString() => $"{Method} {Path} {MediaType} accept={Accept} {Header?.Name}={Header?.Value} key={Key} {(Body is byte[] bytes ? Convert.ToHexString(bytes) : Body)}";
}
