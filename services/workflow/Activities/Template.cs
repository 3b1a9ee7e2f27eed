using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;
using FactoryFlow.Workflow.Conditions;

namespace FactoryFlow.Workflow.Activities;

/// <summary>
/// Values with <c>{{context.x}}</c> and the like in their texts. A text that is one expression becomes the value as it is; in any other
/// the values become text. What is missing becomes nothing.
/// </summary>
internal static partial class Template
{
    /// <summary>The root of what the operator's configuration says.</summary>
    public const string Environment = "env.";

    // Characters that no text has: what stands between them is filled in when a call is made, and is kept nowhere.
    private const char Open = '\uFDD0', Close = '\uFDD1';

    private static readonly JsonWriterOptions Written = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The expressions in a text.</summary>
    public static IEnumerable<string> Expressions(string text) => Expression().Matches(text).Select(found => found.Groups[1].Value);

    /// <summary>Whether there are braces beside the expressions that look like one.</summary>
    public static bool IsTorn(string text) => Expression().Replace(text, "").Contains("{{", StringComparison.Ordinal);

    /// <summary>A template with its values.</summary>
    public static JsonElement Render(JsonElement template, Subject subject) => Copied(template, (json, text, isUrl) =>
    {
        if (!isUrl && Expression().Match(text) is { Success: true } only && only.Length == text.Length && !IsEnvironment(only))
        {
            if (At(only.Groups[1].Value, subject) is { } found) Copy(json, found, 1, static (inner, value, _) => inner.WriteStringValue(value), Without);
            else json.WriteNullValue();
        }
        else json.WriteStringValue(Expression().Replace(text, expression => Part(expression, subject, isUrl)));
    });

    /// <summary>What was rendered, with what the configuration says; a name that it says nothing of any more becomes nothing.</summary>
    public static JsonElement Fill(JsonElement rendered, IReadOnlyDictionary<string, string> environment) =>
        Copied(rendered, (json, text, _) => json.WriteStringValue(Place().Replace(text, found => environment.GetValueOrDefault(found.Groups[1].Value, ""))));

    private static JsonElement Copied(JsonElement value, Action<Utf8JsonWriter, string, bool> write)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, Written)) Copy(json, value, 0, write, static text => text);
        return JsonElement.Parse(buffer.ToArray());
    }

    // The url of a call, or its path, stands on top.
    private static void Copy(Utf8JsonWriter json, JsonElement value, int depth, Action<Utf8JsonWriter, string, bool> write, Func<string, string> clean, bool isUrl = false)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                json.WriteStartObject();
                foreach (var member in value.EnumerateObject())
                {
                    // Nobody could be given an object with an empty name.
                    if (clean(member.Name) is not { Length: > 0 } name) continue;
                    json.WritePropertyName(name);
                    Copy(json, member.Value, depth + 1, write, clean, depth == 0 && (member.Name is "url" or "path"));
                }

                json.WriteEndObject();
                break;
            case JsonValueKind.Array:
                json.WriteStartArray();
                foreach (var item in value.EnumerateArray()) Copy(json, item, depth + 1, write, clean);
                json.WriteEndArray();
                break;
            case JsonValueKind.String:
                write(json, clean(value.GetString()!), isUrl);
                break;
            default:
                value.WriteTo(json);
                break;
        }
    }

    // A value never names a secret.
    private static string Without(string text) => text.Replace($"{Open}", "", StringComparison.Ordinal).Replace($"{Close}", "", StringComparison.Ordinal);

    private static bool IsEnvironment(Match expression) => expression.Groups[1].Value.StartsWith(Environment, StringComparison.Ordinal);

    private static string Part(Match expression, Subject subject, bool isUrl)
    {
        if (IsEnvironment(expression)) return $"{Open}{expression.Groups[1].Value[Environment.Length..]}{Close}";
        if (At(expression.Groups[1].Value, subject) is not { } value) return "";
        var text = value.ValueKind == JsonValueKind.String ? value.GetString()! : System.Text.Json.Nodes.JsonNode.Parse(value.GetRawText())!.ToJsonString();
        // Nor does it lead a url elsewhere.
        return isUrl ? Uri.EscapeDataString(Without(text)) : Without(text);
    }

    private static JsonElement? At(string path, Subject subject)
    {
        var names = path.Split('.');
        return names[0] switch
        {
            "now" when names.Length == 1 => subject.At(new FieldPath("now", [], VariableType.Time)),
            "workflow" or "actor" or "context" when names.Length > 1 => subject.At(new FieldPath(names[0], [.. names[1..]], VariableType.Any)),
            _ => subject.At(new FieldPath("context", [.. names], VariableType.Any)),
        };
    }

    [GeneratedRegex(@"\{\{\s*([^{}\s]+)\s*\}\}", RegexOptions.CultureInvariant)]
    private static partial Regex Expression();

    [GeneratedRegex("\uFDD0([^\uFDD1]*)\uFDD1", RegexOptions.CultureInvariant)]
    private static partial Regex Place();
}
