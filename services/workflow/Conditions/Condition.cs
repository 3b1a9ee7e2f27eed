using System.Collections.Immutable;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace FactoryFlow.Workflow.Conditions;

/// <summary>Something that holds or does not, of what an instance knows, who acts and when.</summary>
internal abstract record Condition;

/// <summary>All of these.</summary>
internal sealed record All(ImmutableArray<Condition> Parts) : Condition;

/// <summary>At least one of these.</summary>
internal sealed record Any(ImmutableArray<Condition> Parts) : Condition;

/// <summary>Not this.</summary>
internal sealed record Not(Condition Part) : Condition;

/// <summary>What this version of the service cannot read, though it was stored: it never holds, nor does its opposite.</summary>
internal sealed record Unreadable : Condition
{
    /// <inheritdoc />
    public override string ToString() => "a condition that is not understood";
}

/// <summary>One value beside another.</summary>
/// <param name="Field">Where the value is.</param>
/// <param name="Operator">How it is compared.</param>
/// <param name="Other">What with: a value, or where one is; nothing for <see cref="Operator.Exists" />.</param>
internal sealed record Comparison(FieldPath Field, Operator Operator, Operand Other) : Condition
{
    /// <summary>The pattern of <see cref="Operator.Matches" />.</summary>
    public Regex? Pattern { get; init; }

    /// <summary>As people would say it.</summary>
    public override string ToString() => Operator == Operator.Exists
        ? $"{Field} {(Other.Value is { ValueKind: JsonValueKind.False } ? "does not exist" : "exists")}"
        : $"{Field} {Operators.Name(Operator)} {Other}";
}

/// <summary>What a value is compared with: another field, or a value as it is written.</summary>
internal sealed record Operand(FieldPath? Field, JsonElement? Value)
{
    public override string ToString() => Field?.ToString() ?? Value?.GetRawText() ?? "";
}

/// <summary>Where a value is.</summary>
/// <param name="Root"><c>context</c>, <c>workflow</c>, <c>actor</c>, <c>event</c> or <c>now</c>.</param>
/// <param name="Names">From there, name by name.</param>
/// <param name="Type">Of which type the value will be, as far as the definition says it.</param>
internal sealed record FieldPath(string Root, ImmutableArray<string> Names, VariableType Type)
{
    public override string ToString() => string.Join('.', Names.Prepend(Root));
}
