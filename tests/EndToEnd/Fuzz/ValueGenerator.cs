using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace FactoryFlow.EndToEnd.Tests.Fuzz;

/// <summary>Makes JSON of schemas, and JSON and other bytes that nobody would want to get.</summary>
internal sealed class ValueGenerator(JsonNode document, Random random, Seen seen)
{
    private const int Deepest = 6;

    private static readonly string[] s_hostileText =
    [
        "", " ", "\0", "\u0001", "\ufeff", "\u202e", "'; drop table workers; --", "../../etc/passwd", "%00", "{{7*7}}", "${jndi:x}", "<script>alert(1)</script>", "=1+1", "null", "NaN", "-0",
        "1e400", "00000000-0000-0000-0000-000000000000", "9999-12-31T23:59:59.9999999Z", "0001-01-01T00:00:00Z", "2026-02-30T00:00:00Z", "2026-01-01T00:00:00+99:00", "😀", "e\u0301", "\ud83d", "İı", "ﷺ",
        "0.00001", "-1", "99999999999999999999.9999", "0x10", "１２", "*:*:*", "a:b", "\r\nX: y",
        .. Boundaries.Texts,
    ];

    private static readonly string[] s_hostileNumbers = ["-1", "0", "2147483648", "-2147483649", "9223372036854775808", "1e400", "-0.0", "0.1", "1E2", "\"1\"", "\"\"", "1.0", "123456789012345678901234567890", .. Boundaries.Texts, .. Boundaries.Texts.Select(text => $"\"{text}\"")];

    private static readonly string[] s_hostileJson =
    [
        "", "{", "[", "nul", "{\"a\":1,\"a\":2}", "{\"\":1}", "[[[]]]", "\"text\"", "1", "null", "true", "{\"__proto__\":{}}", "{\"a\":\"\\ud800\"}", "{\"a\":01}", "{a:1}", "{\"a\":1,}", "{} {}", "/**/{}", "\ufeff{}",
    ];

    /// <summary>JSON of a schema.</summary>
    /// <param name="name">The field that it is for.</param>
    /// <param name="schema">The schema.</param>
    /// <param name="isSpoiled">Whether something in it is as the schema does not say.</param>
    /// <param name="depth">How deep it stands.</param>
    public string Of(string name, JsonNode schema, bool isSpoiled, int depth = 0)
    {
        while ((string?)schema["$ref"] is { } reference) schema = reference[2..].Split('/').Aggregate(document, (node, step) => node[step]!);
        if (schema["allOf"] is JsonArray { Count: > 0 } all) schema = all[0]!;
        if (isSpoiled && random.Next(3) == 0) return Wrong();
        if (schema["enum"] is JsonArray choices) return choices[random.Next(choices.Count)]!.ToJsonString();
        var type = schema["type"] is JsonArray several ? (string)several[0]! : (string?)schema["type"];
        return type switch
        {
            "string" => Quoted(isSpoiled ? Text(name, isHostile: true) : TextOf(name, schema)),
            "integer" or "number" => isSpoiled ? s_hostileNumbers[random.Next(s_hostileNumbers.Length)] : Number(schema),
            "boolean" => random.Next(2) == 0 ? "true" : "false",
            "array" => $"[{string.Join(',', Enumerable.Range(0, depth < Deepest ? random.Next(4) : 0).Select(_ => Of(name.TrimEnd('s'), schema["items"]!, isSpoiled, depth + 1)))}]",
            "object" => Object(schema, isSpoiled, depth),
            _ => Wrong(),
        };
    }

    /// <summary>What a field or a place in a path may hold.</summary>
    public string Text(string name, bool isHostile) => isHostile
        ? name == "pageToken" && random.Next(2) == 0 ? Boundaries.PageTokens[random.Next(Boundaries.PageTokens.Length)]
        : random.Next(20) == 0 ? new string('x', random.Next(1, 5_000)) : s_hostileText[random.Next(s_hostileText.Length)]
        : seen.Of(name, random) ?? (name.EndsWith("Id", StringComparison.Ordinal) ? Guid.NewGuid().ToString() : $"x{random.Next(1_000)}");

    /// <summary>A body that is none: text or bytes.</summary>
    public object Hostile() => random.Next(6) switch
    {
        0 => new byte[] { 0xff, 0xfe, 0x00, 0xc3, 0x28 }.AsSpan(0, random.Next(1, 5)).ToArray(),
        1 => new string('[', random.Next(1, 20_000)),
        2 => $"{{\"{new string('k', random.Next(1, 3_000))}\":{s_hostileNumbers[random.Next(s_hostileNumbers.Length)]}}}",
        3 => Encoding.UTF8.GetBytes(Wrong()),
        _ => s_hostileJson[random.Next(s_hostileJson.Length)],
    };

    private string Object(JsonNode schema, bool isSpoiled, int depth)
    {
        var fields = new List<string>();
        var properties = schema["properties"]?.AsObject().ToList() ?? [];
        var required = schema["required"]?.AsArray().Select(name => (string)name!).Where(_ => !isSpoiled || random.Next(4) > 0).ToHashSet() ?? [];
        var spoiled = isSpoiled && properties.Count > 0 ? random.Next(properties.Count) : -1;
        for (var i = 0; i < properties.Count; i++)
            if (i == spoiled || required.Contains(properties[i].Key) || (depth < Deepest && random.Next(10) < 7))
                fields.Add($"\"{properties[i].Key}\":{Of(properties[i].Key, properties[i].Value!, i == spoiled, depth + 1)}");
        if (schema["additionalProperties"] is JsonObject more && depth < Deepest)
            for (var i = random.Next(3); i > 0; i--) fields.Add($"{Quoted(Key())}:{Of("", more, isSpoiled, depth + 1)}");
        if (schema["additionalProperties"] is JsonValue any && (bool)any) fields.AddRange(Enumerable.Range(0, random.Next(4)).Select(_ => Member(isSpoiled, depth + 1)));
        if (isSpoiled && random.Next(4) == 0) fields.Add("\"noSuchField\":1");
        if (isSpoiled && fields.Count > 0 && random.Next(6) == 0) fields.Add(fields[0]);
        return $"{{{string.Join(',', fields)}}}";
    }

    // A name and a value of an object of any content.
    private string Member(bool isSpoiled, int depth) => $"{Quoted(random.Next(6) == 0 ? "" : Key())}:{(depth >= Deepest ? "1" : random.Next(6) switch
    {
        0 => $"{{{Member(isSpoiled, depth + 1)}}}",
        1 => $"[{{{Member(isSpoiled, depth + 1)}}}]",
        2 => Quoted(Text("value", isSpoiled)),
        3 => "null",
        4 => "1.5",
        _ => Wrong(),
    })}";

    private string Key() => random.Next(4) switch { 0 => "Cutting", 1 => "Sewing", 2 => "38", _ => Text("key", isHostile: random.Next(2) == 0) };

    private string TextOf(string name, JsonNode schema)
    {
        if (random.Next(3) > 0 && seen.Of(name, random) is { } known) return known;
        if (random.Next(2) == 0 && schema["examples"] is JsonArray { Count: > 0 } examples && examples[0] is JsonValue example) return example.ToString();
        return (string?)schema["format"] switch
        {
            "date-time" => DateTimeOffset.UtcNow.AddMinutes(random.Next(-100_000, 1_000)).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
            "uuid" => Guid.NewGuid().ToString(),
            _ => name is "amount" or "part" ? string.Create(CultureInfo.InvariantCulture, $"{random.Next(1, 1_000)}.{random.Next(10_000):0000}")
                : name is "currency" ? "EUR"
                : name.Contains("mail", StringComparison.OrdinalIgnoreCase) ? $"p{random.Next(1_000)}@people.example"
                : Text(name, isHostile: false),
        };
    }

    private string Number(JsonNode schema)
    {
        var (least, most) = ((long?)schema["minimum"] ?? 0, Math.Min((long?)schema["maximum"] ?? 100, 1_000));
        return random.NextInt64(least, Math.Max(least, most) + 1).ToString(CultureInfo.InvariantCulture);
    }

    private string Wrong() => random.Next(7) switch
    {
        0 => "null", 1 => "[]", 2 => "{}", 3 => s_hostileNumbers[random.Next(s_hostileNumbers.Length)], 4 => "true",
        5 => string.Concat(Enumerable.Repeat("{\"a\":", 40)) + "1" + new string('}', 40),
        _ => Quoted(s_hostileText[random.Next(s_hostileText.Length)]),
    };

    // A half of a surrogate pair is written as JSON can write it, and text cannot.
    private static string Quoted(string text) => text == "\ud83d" ? "\"\\ud83d\"" : JsonSerializer.Serialize(text);
}
