using System.Collections.Frozen;
using System.Globalization;
using System.Text.Json;
using System.Xml;
using FactoryFlow.Workflow.Conditions;

namespace FactoryFlow.Workflow.Activities;

/// <summary>The functions that definitions may have executed: pure, and each certain to end.</summary>
internal static class Functions
{
    private static readonly FrozenDictionary<string, Function> Known = new Dictionary<string, Function>
    {
        // An instant and a duration.
        ["addDuration"] = new("time", "duration", (one, other) =>
            one is { ValueKind: JsonValueKind.String } time && Instants.TryRead(time.GetString()!, out var from) && DurationOf(other) is { } by
                && from.UtcTicks + by.Ticks is > 0 and var ticks && ticks < DateTimeOffset.MaxValue.UtcTicks
                ? JsonSerializer.SerializeToElement(Instants.Write(from + by)) : null),
        ["add"] = new("one", "other", (one, other) => Calculated(one, other, (a, b) => a + b)),
        ["subtract"] = new("one", "other", (one, other) => Calculated(one, other, (a, b) => a - b)),
        ["multiply"] = new("one", "other", (one, other) => Calculated(one, other, (a, b) => a * b)),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>What there is.</summary>
    public static IEnumerable<string> Names => Known.Keys.Order(StringComparer.Ordinal);

    /// <summary>What a function takes; null when there is none of this name.</summary>
    public static (string One, string Other)? Takes(string name) => Known.TryGetValue(name, out var function) ? (function.One, function.Other) : null;

    /// <summary>The value that a function makes; null when what it was given has none.</summary>
    public static JsonElement? Of(string name, JsonElement input) =>
        Known.TryGetValue(name, out var function) && input.TryGetProperty(function.One, out var one) && input.TryGetProperty(function.Other, out var other) ? function.Do(one, other) : null;

    private static TimeSpan? DurationOf(JsonElement value)
    {
        try
        {
            return value.ValueKind == JsonValueKind.String ? XmlConvert.ToTimeSpan(value.GetString()!) : null;
        }
        catch (Exception e) when (e is FormatException or OverflowException)
        {
            return null;
        }
    }

    private static JsonElement? Calculated(JsonElement one, JsonElement other, Func<decimal, decimal, decimal> calculate)
    {
        if (one.ValueKind != JsonValueKind.Number || other.ValueKind != JsonValueKind.Number || !one.TryGetDecimal(out var a) || !other.TryGetDecimal(out var b)) return null;
        try
        {
            return JsonElement.Parse(calculate(a, b).ToString(CultureInfo.InvariantCulture));
        }
        catch (OverflowException)
        {
            return null;
        }
    }

    private sealed record Function(string One, string Other, Func<JsonElement, JsonElement, JsonElement?> Do);
}
