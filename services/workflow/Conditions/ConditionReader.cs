using System.Collections.Immutable;
using System.Globalization;
using FactoryFlow.Workflow.Definitions;

namespace FactoryFlow.Workflow.Conditions;

/// <summary>
/// Reads conditions: <c>{"field": "context.amount", "operator": "gt", "value": 1000}</c>, or <c>valueFrom</c> with another field in place
/// of <c>value</c>, put together with <c>all</c>, <c>any</c> and <c>not</c>. What cannot be compared is a fault here, not at run time.
/// </summary>
internal sealed class ConditionReader(ImmutableSortedDictionary<string, Variable>? context, Faults faults)
{
    /// <summary>The most comparisons in one condition.</summary>
    public const int Most = 100;

    /// <summary>How deep conditions may lie in each other.</summary>
    public const int Deepest = 10;

    private const int LongestPath = 10;

    private static readonly ImmutableSortedDictionary<string, VariableType> Workflow = new Dictionary<string, VariableType>
    {
        ["id"] = VariableType.Text, ["businessKey"] = VariableType.Text, ["startedBy"] = VariableType.Text, ["startTime"] = VariableType.Time,
    }.ToImmutableSortedDictionary(StringComparer.Ordinal);

    private static readonly ImmutableSortedDictionary<string, VariableType> Actor = new Dictionary<string, VariableType>
    {
        ["id"] = VariableType.Text, ["kind"] = VariableType.Text, ["email"] = VariableType.Text, ["name"] = VariableType.Text, ["roles"] = VariableType.List,
    }.ToImmutableSortedDictionary(StringComparer.Ordinal);

    private int _count;

    /// <summary>What the data of an event says, by name: paths then lead into the event, and nowhere else. Null where they are about an instance.</summary>
    public ImmutableSortedDictionary<string, VariableType>? Event { get; init; }

    /// <summary>One condition, or a list all of which must hold. What cannot be read is a fault, and never holds.</summary>
    public Condition Read(Node node)
    {
        _count = 0;
        return node.Kind == NodeKind.List ? new All(Parts(node, 0)) : One(node, 0);
    }

    private ImmutableArray<Condition> Parts(Node list, int depth)
    {
        if (list.Kind == NodeKind.List) return [.. list.Items.Select(item => One(item, depth + 1))];
        faults.Add(list.Place, $"is {list.Noun}; it must be a list of conditions");
        return [new Unreadable()];
    }

    private Condition One(Node node, int depth)
    {
        if (depth > Deepest) return NoCondition(node.Place, string.Create(CultureInfo.InvariantCulture, $"conditions are nested deeper than {Deepest} levels"));
        if (node.Find("all") is { } all) return Group(node, "all", new All(Parts(all, depth)), all);
        if (node.Find("any") is { } any) return Group(node, "any", new Any(Parts(any, depth)), any);
        if (node.Find("not") is { } not) return Understood(node, "not") ? new Not(One(not, depth + 1)) : new Unreadable();
        if (++_count > Most) return NoCondition(node.Place, string.Create(CultureInfo.InvariantCulture, $"there are more than {Most} comparisons in one condition"));
        return Compared(node) is { } comparison ? comparison : new Unreadable();
    }

    private Condition Group(Node node, string name, Condition group, Node parts)
    {
        if (!Understood(node, name)) return new Unreadable();
        return parts is { Kind: NodeKind.List, Items.Count: 0 } ? NoCondition(parts.Place, "is empty; leave it out or name a condition") : group;
    }

    // Whoever wrote more beside it meant more than would be asked.
    private bool Understood(Node node, params ReadOnlySpan<string> names)
    {
        var before = faults.Count;
        Fields.Of(node, faults, names);
        return faults.Count == before;
    }

    private Comparison? Compared(Node node)
    {
        var before = faults.Count;
        var fields = Fields.Of(node, faults, "field", "operator", "value", "valueFrom");
        if (faults.Count > before) return null;
        var field = Path(fields.RequiredText("field"), fields.Find("field")?.Place ?? node.Place);
        var name = fields.RequiredText("operator");
        if (!Operators.ByName.TryGetValue(name, out var comparing))
        {
            if (name.Length > 0) faults.Add(fields.Find("operator")!.Place, $"\"{name}\" is no operator; there are {string.Join(", ", Operators.ByName.Keys)}");
            return null;
        }

        var (value, from) = (node.Find("value"), fields.Text("valueFrom"));
        if (comparing == Operator.Exists)
        {
            if (from is not null || value is { Kind: not NodeKind.Truth }) faults.Add(node.Place, "exists takes no value, or true or false");
            return field is null ? null : new Comparison(field, comparing, new Operand(null, value is { Kind: NodeKind.Truth } ? value.ToValue() : null));
        }

        if ((value is null) == (from is null)) return NoComparison(node.Place, $"{name} needs either a \"value\" or a \"valueFrom\"");
        var other = from is not null ? Path(from, fields.Find("valueFrom")!.Place) is { } path ? new Operand(path, null) : null : new Operand(null, value!.ToValue());
        return field is null || other is null ? null : Checked(new Comparison(field, comparing, other), value?.Place ?? fields.Find("valueFrom")!.Place);
    }

    private Comparison? Checked(Comparison comparison, Place place)
    {
        if (TypeRules.Fault(comparison) is { } clash) return NoComparison(place, clash);
        if (comparison.Operator != Operator.Matches) return comparison;
        if (comparison.Other.Value?.GetString() is not { Length: > 0 and <= Patterns.Longest } pattern)
            return NoComparison(place, string.Create(CultureInfo.InvariantCulture, $"matches needs a pattern of 1 to {Patterns.Longest} characters as its value"));
        try
        {
            return comparison with { Pattern = Patterns.Read(pattern) };
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            return NoComparison(place, $"is no pattern that can be used: {e.Message}");
        }
    }

    /// <summary>Where a value is, by its path; a name alone is one of the context's. Null, with a fault, when there is no such place.</summary>
    public FieldPath? Path(string text, Place place)
    {
        if (text.Length == 0) return null;
        var names = text.Split('.');
        if (names.Length > LongestPath || names.Any(n => n.Length == 0)) return NoPath(place, $"\"{text}\" is no path such as context.amount");
        if (Event is { } data) return InEvent(text, place, names, data);
        return names[0] switch
        {
            "now" when names.Length == 1 => new FieldPath("now", [], VariableType.Time),
            "workflow" => Known(text, place, "workflow", names, Workflow),
            "actor" => Known(text, place, "actor", names, Actor),
            "context" => InContext(place, names[1..]),
            _ => InContext(place, names),
        };
    }

    private FieldPath? Known(string text, Place place, string root, string[] names, ImmutableSortedDictionary<string, VariableType> known) =>
        names.Length == 2 && known.TryGetValue(names[1], out var type)
            ? new FieldPath(root, [names[1]], type)
            : NoPath(place, $"\"{text}\" is not known; there are {string.Join(", ", known.Keys.Select(n => $"{root}.{n}"))}");

    private FieldPath? InEvent(string text, Place place, string[] names, ImmutableSortedDictionary<string, VariableType> data)
    {
        switch (names)
        {
            case ["now"]:
                return new FieldPath("now", [], VariableType.Time);
            case ["event", "id" or "type"]:
                return new FieldPath("event", [names[1]], VariableType.Text);
            case ["event", "time"]:
                return new FieldPath("event", [names[1]], VariableType.Time);
            case ["event", "data", var first, .. var deeper] when data.TryGetValue(first, out var type):
                if (deeper.Length == 0) return new FieldPath("event", [.. names[1..]], type);
                return type is VariableType.Object or VariableType.Any
                    ? new FieldPath("event", [.. names[1..]], VariableType.Any)
                    : NoPath(place, $"event.data.{first} is {type.Noun()} and has nothing inside");
            default:
                return NoPath(place, $"\"{text}\" is not known; there are event.id, event.type, event.time, {string.Join(", ", data.Keys.Select(n => $"event.data.{n}"))}");
        }
    }

    private FieldPath? InContext(Place place, string[] names)
    {
        if (names.Length == 0) return NoPath(place, "names nothing in the context; write context.amount, say");
        if (context is null) return new FieldPath("context", [.. names], VariableType.Any);
        if (!context.TryGetValue(names[0], out var variable))
            return NoPath(place, $"the context declares no \"{names[0]}\"; it declares {string.Join(", ", context.Keys)}");
        if (names.Length == 1) return new FieldPath("context", [names[0]], variable.Type);
        return variable.Type is VariableType.Object or VariableType.Any
            ? new FieldPath("context", [.. names], VariableType.Any)
            : NoPath(place, $"context.{names[0]} is {variable.Type.Noun()} and has nothing inside");
    }

    private Unreadable NoCondition(Place place, string message)
    {
        faults.Add(place, message);
        return new Unreadable();
    }

    private Comparison? NoComparison(Place place, string message) => Nothing<Comparison>(place, message);

    private FieldPath? NoPath(Place place, string message) => Nothing<FieldPath>(place, message);

    private T? Nothing<T>(Place place, string message) where T : class
    {
        faults.Add(place, message);
        return null;
    }
}
