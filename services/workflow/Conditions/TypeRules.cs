using System.Text.Json;

namespace FactoryFlow.Workflow.Conditions;

/// <summary>Which values can be compared how, as far as a definition says their types.</summary>
internal static class TypeRules
{
    /// <summary>Why a comparison could never be made; null when it can.</summary>
    public static string? Fault(Comparison comparison)
    {
        var (field, comparing) = (comparison.Field, comparison.Operator);
        var other = TypeOf(comparison.Other, field.Type);
        return comparing switch
        {
            Operator.Eq or Operator.Ne => Same(field, other),
            Operator.Gt or Operator.Ge or Operator.Lt or Operator.Le => Ordered(field) ?? Same(field, other),
            Operator.In => other is VariableType.List or VariableType.Any ? Elements(field, comparison.Other) : $"in needs a list, and this is {other.Noun()}",
            Operator.Contains => Holds(field, other),
            Operator.StartsWith or Operator.Matches => Texts(field, other, comparing),
            _ => null,
        };
    }

    // A text that is compared with an instant must be one.
    private static VariableType TypeOf(Operand other, VariableType beside)
    {
        if (other.Field is { } field) return field.Type;
        return other.Value!.Value.ValueKind switch
        {
            JsonValueKind.String when beside == VariableType.Time && Instants.TryRead(other.Value.Value.GetString()!, out _) => VariableType.Time,
            JsonValueKind.String => VariableType.Text,
            JsonValueKind.Number => VariableType.Number,
            JsonValueKind.True or JsonValueKind.False => VariableType.Boolean,
            JsonValueKind.Array => VariableType.List,
            JsonValueKind.Object => VariableType.Object,
            _ => VariableType.Any,
        };
    }

    private static string? Ordered(FieldPath field) => field.Type is VariableType.Any or VariableType.Text or VariableType.Number or VariableType.Time
        ? null
        : $"{field} is {field.Type.Noun()}, which is neither more nor less than another";

    private static string? Same(FieldPath field, VariableType other) =>
        field.Type == other || field.Type == VariableType.Any || other == VariableType.Any ? null : $"{field} is {field.Type.Noun()} and is compared with {other.Noun()}";

    private static string? Elements(FieldPath field, Operand list)
    {
        if (list.Value is not { ValueKind: JsonValueKind.Array } values) return null;
        if (values.GetArrayLength() > ConditionReader.Most) return $"the list has more than {ConditionReader.Most} elements";
        foreach (var value in values.EnumerateArray())
            if (Same(field, TypeOf(new Operand(null, value), field.Type)) is { } clash)
                return clash;
        return null;
    }

    private static string? Holds(FieldPath field, VariableType other) => field.Type switch
    {
        VariableType.Any or VariableType.List => null,
        VariableType.Text => other is VariableType.Text or VariableType.Any ? null : $"{field} is a text and cannot contain {other.Noun()}",
        _ => $"{field} is {field.Type.Noun()} and contains nothing",
    };

    private static string? Texts(FieldPath field, VariableType other, Operator comparing)
    {
        if (field.Type is not (VariableType.Text or VariableType.Any)) return $"{field} is {field.Type.Noun()}; {Operators.Name(comparing)} needs a text";
        return other is VariableType.Text or VariableType.Any ? null : $"{Operators.Name(comparing)} needs a text, and this is {other.Noun()}";
    }
}
