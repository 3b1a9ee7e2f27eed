using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using FactoryFlow.EndToEnd.Tests.Contract;

namespace FactoryFlow.EndToEnd.Tests.Fuzz;

/// <summary>Makes calls of a description: a third as they should be, a third with one thing wrong, a third with anything in place of the body.</summary>
internal sealed partial class CallGenerator(JsonNode document, Random random, ValueGenerator values)
{
    // These hash passwords on purpose, which takes longer than all else, or sign everybody out who tests beside.
    private static readonly string[] s_left = ["Password", "Session", "Signup", "SigningKey", "Invitation", "Cutoff"];
    private static readonly string[] s_mediaTypes = ["text/plain", "application/xml", "application/json; charset=utf-16", "application/yaml", "application/x-www-form-urlencoded", "image/png"];

    private readonly List<(string Path, string Method, JsonNode Operation)> _operations =
    [
        .. from path in document["paths"]!.AsObject()
           where path.Key.StartsWith("/api/v1/", StringComparison.Ordinal)
           from operation in path.Value!.AsObject()
           where operation.Value is JsonObject found && found.ContainsKey("responses") && !s_left.Contains((string)found["tags"]![0]!)
           select (path.Key, operation.Key.ToUpperInvariant(), operation.Value!),
    ];

    public Call Next()
    {
        var (template, method, operation) = _operations[random.Next(_operations.Count)];
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
        return new Call(new HttpMethod(method), path.ToString(), body, key, random.Next(40) == 0 ? s_mediaTypes[random.Next(s_mediaTypes.Length)] : "application/json", Accepted(operation), (string)operation["tags"]![0]!);
    }

    // A stream is always asked for as one, so that it need not be heard to its end; a list that can be one, now and then.
    private string? Accepted(JsonNode operation)
    {
        var content = operation["responses"]!["200"]?["content"] as JsonObject ?? [];
        return content.ContainsKey(ContractHandler.Stream) && (content.Count == 1 || random.Next(2) == 0) ? ContractHandler.Stream : null;
    }

    // An empty place is another path; of %00 Kestrel says itself that it is none, without a word about why.
    private static string InPath(string text) => Uri.EscapeDataString(text.Length == 0 ? "0" : text.Replace('\0', '0'));

    private static string Plain(string json) => json == "\"\\ud83d\"" ? "?" : json.Length > 1 && json[0] == '"' ? (string)JsonNode.Parse(json)! : json;

    [GeneratedRegex(@"\{([^}]+)\}")]
    private static partial Regex Parameter();
}

/// <summary>A call that is to be made.</summary>
internal sealed record Call(HttpMethod Method, string Path, object? Body, string? Key, string MediaType, string? Accept, string Tag)
{
    public override string ToString() => $"{Method} {Path} {MediaType} accept={Accept} key={Key} {(Body is byte[] bytes ? Convert.ToHexString(bytes) : Body)}";
}
