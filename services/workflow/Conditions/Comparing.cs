using System.Text.Json;

namespace FactoryFlow.Workflow.Conditions;

/// <summary>One comparison of two values. What is missing equals nothing, is in nothing and is neither more nor less; null is as missing.</summary>
internal static class Comparing
{
    public static Verdict Of(Comparison comparison, JsonElement? value, JsonElement? other, Matching matching)
    {
        if (value is { ValueKind: JsonValueKind.Null }) value = null;
        if (comparison.Operator == Operator.Exists) return Is((value is not null) == (other is not { ValueKind: JsonValueKind.False }));
        if (other is { ValueKind: JsonValueKind.Null }) other = null;
        if (comparison.Operator == Operator.Ne) return Opposite(Equal(value, other, AreTimes(comparison)));
        if (comparison.Operator == Operator.Eq) return Equal(value, other, AreTimes(comparison));
        if (value is not { } one || other is not { } two) return Verdict.No;
        return comparison.Operator switch
        {
            Operator.Gt => Order(one, two, AreTimes(comparison), order => order > 0),
            Operator.Ge => Order(one, two, AreTimes(comparison), order => order >= 0),
            Operator.Lt => Order(one, two, AreTimes(comparison), order => order < 0),
            Operator.Le => Order(one, two, AreTimes(comparison), order => order <= 0),
            Operator.In => two.ValueKind == JsonValueKind.Array ? Has(two, one, AreTimes(comparison)) : Verdict.Clash,
            Operator.Contains => Contains(one, two),
            Operator.StartsWith => Texts(one, two) ? Is(one.GetString()!.StartsWith(two.GetString()!, StringComparison.Ordinal)) : Verdict.Clash,
            Operator.Matches => one.ValueKind == JsonValueKind.String ? matching.Of(comparison.Pattern!, one.GetString()!) : Verdict.Clash,
            _ => Verdict.Clash,
        };
    }

    // Two texts are instants only where the definition says that one is.
    private static bool AreTimes(Comparison comparison) => comparison.Field.Type == VariableType.Time || comparison.Other.Field?.Type == VariableType.Time;

    private static Verdict Equal(JsonElement? value, JsonElement? other, bool areTimes)
    {
        if (value is not { } one || other is not { } two) return Is(value is null && other is null);
        if (Kind(one) != Kind(two)) return Verdict.Clash;
        return Kind(one) is JsonValueKind.Array or JsonValueKind.Object or JsonValueKind.True
            ? Is(JsonElement.DeepEquals(one, two))
            : Order(one, two, areTimes, order => order == 0);
    }

    private static Verdict Order(JsonElement one, JsonElement two, bool areTimes, Func<int, bool> isWanted)
    {
        if (one.ValueKind == JsonValueKind.Number && two.ValueKind == JsonValueKind.Number)
            return one.TryGetDecimal(out var first) && two.TryGetDecimal(out var second) ? Is(isWanted(first.CompareTo(second))) : Verdict.Clash;
        if (!Texts(one, two)) return Verdict.Clash;
        if (!areTimes) return Is(isWanted(string.CompareOrdinal(one.GetString(), two.GetString())));
        return Instants.TryRead(one.GetString()!, out var earlier) && Instants.TryRead(two.GetString()!, out var later)
            ? Is(isWanted(earlier.CompareTo(later)))
            : Verdict.Clash;
    }

    private static Verdict Has(JsonElement list, JsonElement value, bool areTimes)
    {
        var verdict = Verdict.No;
        foreach (var element in list.EnumerateArray())
        {
            // Of a list of several types, elements of others are just not it.
            if (Kind(element) != Kind(value)) continue;
            var same = Equal(value, element, areTimes);
            if (same == Verdict.Yes) return same;
            if (same == Verdict.Clash) verdict = same;
        }

        return verdict;
    }

    private static Verdict Contains(JsonElement whole, JsonElement part) => whole.ValueKind switch
    {
        JsonValueKind.Array => Has(whole, part, areTimes: false),
        JsonValueKind.String when part.ValueKind == JsonValueKind.String => Is(whole.GetString()!.Contains(part.GetString()!, StringComparison.Ordinal)),
        _ => Verdict.Clash,
    };

    private static bool Texts(JsonElement one, JsonElement two) => one.ValueKind == JsonValueKind.String && two.ValueKind == JsonValueKind.String;

    private static JsonValueKind Kind(JsonElement value) => value.ValueKind == JsonValueKind.False ? JsonValueKind.True : value.ValueKind;

    private static Verdict Is(bool holds) => holds ? Verdict.Yes : Verdict.No;

    private static Verdict Opposite(Verdict verdict) => verdict switch { Verdict.Yes => Verdict.No, Verdict.No => Verdict.Yes, _ => Verdict.Clash };
}
