using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using FactoryFlow.Platform.Errors;
using FactoryFlow.Workflow.Conditions;
using FactoryFlow.Workflow.Definitions;
using FactoryFlow.Workflow.Engine;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;

namespace FactoryFlow.Workflow.Instances;

/// <summary>What calls say that an instance shall know.</summary>
internal static class Values
{
    /// <summary>The most characters that all of it may have as JSON.</summary>
    public const int Longest = 65_536;

    /// <summary>Values by name, as they are stored.</summary>
    public static ImmutableSortedDictionary<string, JsonElement> Of(string json) =>
        JsonElement.Parse(json).EnumerateObject().ToImmutableSortedDictionary(p => p.Name, p => p.Value, StringComparer.Ordinal);

    /// <summary>Values by name, as a call brings them.</summary>
    public static ImmutableSortedDictionary<string, JsonElement> Known(this Check check, string field, Struct? given) =>
        check.Object(field, given) is { } json ? Of(json) : Instance.NoContext;

    /// <summary>An object as a call brings it, as JSON; null when there is none.</summary>
    public static string? Object(this Check check, string field, Struct? given)
    {
        if (given is null || !check.Free(field, given)) return null;
        var json = JsonFormatter.Default.Format(given);
        // PostgreSQL keeps no NUL.
        if (check.That(json.Length <= Longest, field, string.Create(CultureInfo.InvariantCulture, $"has {json.Length} characters; at most {Longest} are allowed"))
            && check.That(!json.Contains("\\u0000", StringComparison.Ordinal), field, "holds a control character")) return json;
        return null;
    }

    /// <summary>That what a call brings is what is declared.</summary>
    /// <param name="check">Takes the faults.</param>
    /// <param name="field">The field of the call.</param>
    /// <param name="declared">Names and types; null when anything goes.</param>
    /// <param name="values">What is brought.</param>
    /// <param name="isWhole">Whether what is required must be among it.</param>
    public static void Declared(
        this Check check, string field, ImmutableSortedDictionary<string, Variable>? declared, ImmutableSortedDictionary<string, JsonElement> values, bool isWhole)
    {
        if (declared is null) return;
        foreach (var (name, value) in values)
        {
            if (!declared.TryGetValue(name, out var variable)) check.Fault($"{field}[{name}]", $"is not declared; there are {string.Join(", ", declared.Keys)}");
            else if (value.ValueKind == JsonValueKind.Null) check.That(!variable.IsRequired, $"{field}[{name}]", "is required");
            else check.That(Is(value, variable.Type), $"{field}[{name}]", $"must be {variable.Type.Noun()}");
        }

        foreach (var (name, variable) in declared)
            if (isWhole && variable.IsRequired) check.That(values.ContainsKey(name), $"{field}[{name}]", "is required");
    }

    /// <summary>That the order which gates are asked of stays the same: nobody gets past a gate by naming another one.</summary>
    /// <param name="check">Takes the faults.</param>
    /// <param name="field">The field of the call.</param>
    /// <param name="definition">The definition.</param>
    /// <param name="instance">The instance.</param>
    /// <param name="values">What somebody brings.</param>
    public static void SameOrder(this Check check, string field, Definition definition, Instance instance, ImmutableSortedDictionary<string, JsonElement> values)
    {
        if (definition.OrderOf(instance.Context) is { } order && values.ContainsKey(definition.OrderName!))
            check.That(definition.OrderOf(values) == order, $"{field}[{definition.OrderName}]", $"names another order than {order}, which gates are asked of, and stays");
    }

    /// <summary>Why a value cannot become known; null when it can. Whoever asks for the instance would not be given it.</summary>
    public static string? Unfit(JsonElement value, int depth = 1) => value.ValueKind switch
    {
        JsonValueKind.Object or JsonValueKind.Array when depth > Structs.Deepest => $"is nested deeper than {Structs.Deepest} levels",
        JsonValueKind.Object => value.EnumerateObject().Select(p => p.Name.Length == 0 ? "has a name that is empty" : Unfit(p.Value, depth + 1)).FirstOrDefault(why => why is not null),
        JsonValueKind.Array => value.EnumerateArray().Select(item => Unfit(item, depth + 1)).FirstOrDefault(why => why is not null),
        _ => null,
    };

    /// <summary>Whether a value is of a type.</summary>
    public static bool Is(JsonElement value, VariableType type) => type switch
    {
        VariableType.Text => value.ValueKind == JsonValueKind.String,
        VariableType.Number => value.ValueKind == JsonValueKind.Number && value.TryGetDecimal(out _),
        VariableType.Boolean => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        VariableType.Time => value.ValueKind == JsonValueKind.String && Instants.TryRead(value.GetString()!, out _),
        VariableType.List => value.ValueKind == JsonValueKind.Array,
        VariableType.Object => value.ValueKind == JsonValueKind.Object,
        _ => true,
    };
}
