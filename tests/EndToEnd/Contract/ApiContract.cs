using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Json.Schema;

namespace FactoryFlow.EndToEnd.Tests.Contract;

/// <summary>What an OpenAPI 3.1 document says of answers.</summary>
internal sealed partial class ApiContract
{
    private const string Referred = "#/components/schemas/";
    private static readonly EvaluationOptions Options = new() { OutputFormat = OutputFormat.List, RequireFormatValidation = true };
    // Of HTTP itself, and of every answer: docs/api.md.
    private static readonly HashSet<string> OfEveryAnswer = new(StringComparer.OrdinalIgnoreCase)
    {
        "Date", "Server", "Connection", "Keep-Alive", "Transfer-Encoding", "Content-Type", "Content-Length", "Vary", "Cache-Control", "X-Content-Type-Options", "X-Accel-Buffering",
    };

    private readonly List<(string Method, Regex Path, Dictionary<int, Answer> Answers)> _operations = [];

    private ApiContract()
    {
    }

    public static ApiContract Read(string json)
    {
        var document = JsonNode.Parse(json)!;
        var components = $"https://contract.test/{Guid.NewGuid()}";
        // Known to the library under its name from here on.
        JsonSchema.FromText($$"""{"$id": "{{components}}", "$defs": {{Resolved(document["components"]!["schemas"]!, components)}}}""");
        var contract = new ApiContract();
        foreach (var (path, operations) in document["paths"]!.AsObject())
            foreach (var (method, operation) in operations!.AsObject().Where(o => o.Value is JsonObject value && value.ContainsKey("responses")))
                contract._operations.Add((method.ToUpperInvariant(), Matching(path), operation!["responses"]!.AsObject().ToDictionary(r => int.Parse(r.Key, null), r => Answer.Read(document, r.Value!, components))));
        return contract;
    }

    /// <summary>How an answer breaks the contract; null when it does not.</summary>
    public string? Breach(string method, string path, int status, string? mediaType, string body, Func<string, bool> hasHeader)
    {
        // A first line of more than 8 KB, or with a NUL in its path, is refused by the server itself, before anybody knows which call it is: docs/api.md.
        if (status == 400 && path.Contains("%00", StringComparison.Ordinal) && body.Length == 0) return null;
        if (status == 414) return body.Length == 0 ? null : "it says more than the server itself does";
        var fitting = _operations.Where(o => o.Method == method && o.Path.IsMatch(path)).ToList();
        if (fitting.Count == 0) return status < 300 ? "the document knows no such call" : null;
        if (fitting.Find(o => o.Answers.ContainsKey(status)).Answers?[status] is not { } answer) return "the document does not say so";
        return answer.Headers.Find(name => !hasHeader(name)) is { } missing ? $"it has no header {missing}, which the document promises" : answer.Breach(mediaType, body);
    }

    /// <summary>A header of an answer that the document does not know; null when there is none. What every answer may have is left out by name.</summary>
    public string? Undescribed(string method, string path, int status, IEnumerable<string> headers) =>
        _operations.Find(o => o.Method == method && o.Path.IsMatch(path) && o.Answers.ContainsKey(status)).Answers?[status] is { } answer
            ? headers.FirstOrDefault(name => !OfEveryAnswer.Contains(name) && !name.StartsWith("Access-Control-", StringComparison.OrdinalIgnoreCase) && !answer.Described.Contains(name))
            : null;

    private static Regex Matching(string path) => new($"^{Parameter().Replace(Regex.Escape(path), "[^/:]+")}$", RegexOptions.CultureInvariant);

    private static string Resolved(JsonNode schema, string components) => schema.ToJsonString().Replace($"\"{Referred}", $"\"{components}#/$defs/", StringComparison.Ordinal);

    [GeneratedRegex(@"\\\{[^}]+\}")]
    private static partial Regex Parameter();

    private sealed record Answer(Dictionary<string, JsonSchema?> Schemas, List<string> Headers, HashSet<string> Described)
    {
        public static Answer Read(JsonNode document, JsonNode response, string components)
        {
            response = Found(document, response);
            var headers = (response["headers"] as JsonObject ?? []).Where(h => (bool?)Found(document, h.Value!)["required"] == true).Select(h => h.Key).ToList();
            var content = response["content"] as JsonObject ?? [];
            return new Answer(content.ToDictionary(c => c.Key, c => c.Key.Contains("json", StringComparison.Ordinal) && c.Value!["schema"] is { } schema ? JsonSchema.FromText(Resolved(schema, components)) : null), headers, (response["headers"] as JsonObject ?? []).Select(h => h.Key).ToHashSet(StringComparer.OrdinalIgnoreCase));
        }

        private static JsonNode Found(JsonNode document, JsonNode node)
        {
            while (node["$ref"] is { } reference) node = ((string)reference!)[2..].Split('/').Aggregate(document, (found, name) => found[name]!);
            return node;
        }

        public string? Breach(string? mediaType, string body)
        {
            if (Schemas.Count == 0) return body.Length > 0 ? "the document says that it has no body" : null;
            if (mediaType is null || !Schemas.TryGetValue(mediaType, out var schema)) return $"it is {mediaType} where the document says {string.Join(" or ", Schemas.Keys)}";
            if (schema is null) return null;
            using var json = JsonDocument.Parse(body);
            var result = schema.Evaluate(json.RootElement, Options);
            if (result.IsValid) return null;
            var errors = (result.Details ?? []).Where(d => d.Errors is not null).SelectMany(d => d.Errors!.Select(e => $"{d.InstanceLocation} {e.Value}")).Distinct();
            return $"not as the document says: {string.Join("; ", errors.Take(5))}";
        }
    }
}
