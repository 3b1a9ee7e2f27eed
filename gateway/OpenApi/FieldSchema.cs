using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using FactoryFlow.Gateway.Api;

namespace FactoryFlow.Gateway.OpenApi;

/// <summary>The schema of a value that is no message: what its kind says, and what its comment says in words that everybody uses for it.</summary>
internal static partial class FieldSchema
{
    private const string SomeId = "0197f2b0-6c1e-7a52-9d3b-5f4c8e2a1b07";
    private const string SomeTime = "2026-01-31T08:00:00Z";

    public static JsonObject Of(ValueKind kind) => kind switch
    {
        ValueKind.String => new JsonObject { ["type"] = "string" },
        ValueKind.Bytes => new JsonObject { ["type"] = "string", ["contentEncoding"] = "base64" },
        ValueKind.Bool => new JsonObject { ["type"] = "boolean", ["examples"] = new JsonArray(true) },
        ValueKind.Int32 => new JsonObject { ["type"] = "integer", ["format"] = "int32" },
        ValueKind.UInt32 => new JsonObject { ["type"] = "integer", ["minimum"] = 0, ["maximum"] = uint.MaxValue },
        ValueKind.Int64 => Text("int64", "1", "^-?[0-9]+$"),
        ValueKind.UInt64 => Text("uint64", "1", "^[0-9]+$"),
        ValueKind.Float or ValueKind.Double => new JsonObject { ["type"] = "number", ["examples"] = new JsonArray(1.5) },
        ValueKind.Timestamp => Text("date-time", SomeTime),
        ValueKind.Duration => Text("duration-in-seconds", "1.5s", "^-?[0-9]+(\\.[0-9]{1,9})?s$"),
        ValueKind.FieldMask => new JsonObject { ["type"] = "string" },
        ValueKind.Struct => new JsonObject { ["type"] = "object", ["additionalProperties"] = true },
        ValueKind.List => new JsonObject { ["type"] = "array", ["items"] = new JsonObject() },
        ValueKind.Null => new JsonObject { ["type"] = "null" },
        _ => [],
    };

    /// <summary>Adds the comment, and what can be read off it: an example, the form of an id, and, of what is sent, its bounds.</summary>
    public static JsonObject Explain(JsonObject schema, string comment, bool isSent)
    {
        if (comment.Length > 0) schema["description"] = comment;
        switch ((string?)schema["type"])
        {
            case "string" when comment.StartsWith("UUID", StringComparison.Ordinal):
                // An id that may be missing is the empty text.
                if (comment is "UUID." or "UUID of the tenant.") schema["format"] = "uuid";
                schema["examples"] = new JsonArray(SomeId);
                break;
            case "string":
                if (schema["examples"] is null && Quoted().Match(comment) is { Success: true } quoted) schema["examples"] = new JsonArray(quoted.Groups[1].Value);
                if (isSent && Longest().Match(comment) is { Success: true } longest) schema["maxLength"] = NumberIn(longest, 1);
                break;
            case "integer":
                var between = Between().Match(comment);
                if (isSent && between.Success) (schema["minimum"], schema["maximum"]) = (NumberIn(between, 1), NumberIn(between, 2));
                if (isSent && Otherwise().Match(comment) is { Success: true } otherwise) schema["default"] = NumberIn(otherwise, 1);
                schema["examples"] = new JsonArray(schema["default"]?.DeepClone() ?? (between.Success ? NumberIn(between, 1) : 10));
                break;
        }

        return schema;
    }

    private static JsonObject Text(string format, string example, string? pattern = null)
    {
        var schema = new JsonObject { ["type"] = "string", ["format"] = format, ["examples"] = new JsonArray(example) };
        if (pattern is not null) schema["pattern"] = pattern;
        return schema;
    }

    private static int NumberIn(Match match, int group) => int.Parse(match.Groups[group].Value.Replace(",", "", StringComparison.Ordinal), CultureInfo.InvariantCulture);

    [GeneratedRegex("(?:^|such as |: )\"([^\"]+)\"")]
    private static partial Regex Quoted();

    [GeneratedRegex("^(?:1 to|At most) ([0-9,]{1,7}) characters")]
    private static partial Regex Longest();

    [GeneratedRegex("; ([0-9]{1,7}) when absent")]
    private static partial Regex Otherwise();

    [GeneratedRegex("^([0-9]{1,7}) to ([0-9,]{1,7})(?=[;.])")]
    private static partial Regex Between();
}
