using System.Globalization;
using System.Text.Json;

namespace FactoryFlow.EndToEnd.Support;

/// <summary>What the gateway answered.</summary>
public sealed record Reply(int Status, string Body, string? Location, string? MediaType, bool IsReplayed = false)
{
    private readonly Lazy<JsonElement> _json = new(() => JsonSerializer.Deserialize<JsonElement>(Body));

    public JsonElement Json => _json.Value;

    /// <summary>The exact reason of a refusal; empty when there is none.</summary>
    public string Reason => MediaType == "application/problem+json" ? Text("reason") : "";

    /// <summary>The fields that a refusal names.</summary>
    public IReadOnlyList<string> Fields => [.. Json.GetProperty("errors").EnumerateArray().Select(error => error.GetProperty("field").GetString()!)];

    /// <summary>The value at a dotted path, such as <c>steps.0.id</c>, as text; empty where there is nothing.</summary>
    public string Text(string path) => At(path) is { } value ? value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText() : "";

    /// <summary>An amount of money, or a number.</summary>
    public decimal Amount(string path) => At(path + ".amount") is { } money
        ? decimal.Parse(money.GetString()!, CultureInfo.InvariantCulture)
        : decimal.Parse(Text(path), CultureInfo.InvariantCulture);

    public IReadOnlyList<JsonElement> Items(string path) => At(path) is { ValueKind: JsonValueKind.Array } list ? [.. list.EnumerateArray()] : [];

    /// <summary>Itself, when it has this status; otherwise the whole of it as a failure.</summary>
    public Reply Expect(int status, string? reason = null) => Status == status && (reason is null || Reason == reason)
        ? this
        : throw new InvalidOperationException($"Answered {Status}, not {status} {reason}: {Body}");

    public override string ToString() => $"{Status} {Body}";

    private JsonElement? At(string path)
    {
        var value = Json;
        foreach (var name in path.Split('.'))
        {
            if (value.ValueKind == JsonValueKind.Array && int.TryParse(name, CultureInfo.InvariantCulture, out var index) && index < value.GetArrayLength())
                value = value[index];
            else if (value.ValueKind != JsonValueKind.Object || !value.TryGetProperty(name, out value))
                return null;
        }

        return value;
    }
}
