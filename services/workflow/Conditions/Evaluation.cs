using System.Collections.Immutable;
using System.Text.Json;

namespace FactoryFlow.Workflow.Conditions;

/// <summary>What became of a condition.</summary>
internal enum Verdict
{
    No,

    /// <summary>Values of types that do not go together: neither yes nor no.</summary>
    Clash,
    Yes,
}

/// <summary>One thing that keeps a condition from holding.</summary>
/// <param name="IsClash">Whether the types do not go together.</param>
/// <param name="Message">What does not hold, and what is there instead.</param>
internal readonly record struct Failing(bool IsClash, string Message);

/// <summary>What conditions are about, by the roots of their paths: objects, and <c>now</c>.</summary>
/// <param name="Context">What the instance knows.</param>
/// <param name="Workflow">What the instance is.</param>
/// <param name="Actor">Who acts; an object without members when nobody does.</param>
/// <param name="Now">When.</param>
internal sealed record Subject(ImmutableSortedDictionary<string, JsonElement> Context, JsonElement Workflow, JsonElement Actor, DateTimeOffset Now)
{
    /// <summary>The event that a trigger heard; nothing where it is about an instance.</summary>
    public JsonElement Event { get; init; }

    /// <summary>What is matched against patterns.</summary>
    public Matching Matching { get; init; } = new();

    /// <summary>The value at a path; null when there is none, which is no fault.</summary>
    public JsonElement? At(FieldPath path)
    {
        switch (path.Root)
        {
            case "now":
                return JsonSerializer.SerializeToElement(Instants.Write(Now));
            case "context":
                return Context.TryGetValue(path.Names[0], out var first) ? Inside(first, path.Names.AsSpan()[1..]) : null;
            default:
                return Inside(path.Root switch { "workflow" => Workflow, "event" => Event, _ => Actor }, path.Names.AsSpan());
        }
    }

    private static JsonElement? Inside(JsonElement value, ReadOnlySpan<string> names)
    {
        foreach (var name in names)
            if (value.ValueKind != JsonValueKind.Object || !value.TryGetProperty(name, out value))
                return null;
        return value.ValueKind == JsonValueKind.Null ? null : value;
    }
}

/// <summary>
/// Whether conditions hold. Total and deterministic: every condition ends, whatever the values, and the order of its parts means nothing:
/// what is certainly so or not stays so beside a clash of types.
/// </summary>
internal static class Evaluation
{
    public static Verdict Of(Condition condition, Subject subject) => condition switch
    {
        All all => all.Parts.Aggregate(Verdict.Yes, (sum, part) => sum == Verdict.No ? sum : Lower(sum, Of(part, subject))),
        Any any => any.Parts.Aggregate(Verdict.No, (sum, part) => sum == Verdict.Yes ? sum : Higher(sum, Of(part, subject))),
        Not not => Opposite(Of(not.Part, subject)),
        Comparison comparison => Compare(comparison, subject).Verdict,
        Unreadable => Verdict.Clash,
        _ => throw new ArgumentException($"{condition.GetType().Name} is no condition.", nameof(condition)),
    };

    /// <summary>Everything that keeps a condition from holding; nothing when it holds.</summary>
    public static IEnumerable<Failing> Failings(Condition condition, Subject subject)
    {
        if (Of(condition, subject) == Verdict.Yes) return [];
        return condition switch
        {
            All all => all.Parts.SelectMany(part => Failings(part, subject)),
            Any any => any.Parts.SelectMany(part => Failings(part, subject)),
            Not not => [new Failing(Of(not.Part, subject) == Verdict.Clash, $"must not hold: {Told(not.Part)}")],
            Comparison comparison => [Compare(comparison, subject).Failing],
            Unreadable unreadable => [new Failing(IsClash: true, $"{unreadable} cannot be decided")],
            _ => [],
        };
    }

    private static (Verdict Verdict, Failing Failing) Compare(Comparison comparison, Subject subject)
    {
        var value = subject.At(comparison.Field);
        var other = comparison.Other.Field is { } field ? subject.At(field) : comparison.Other.Value;
        var verdict = Comparing.Of(comparison, value, other, subject.Matching);
        var found = value is { } there ? Shortened(there.GetRawText()) : "missing";
        var message = verdict == Verdict.Clash
            ? $"{comparison} cannot be decided: {comparison.Field} is {found}, which does not go together with {(other is { } o ? Shortened(o.GetRawText()) : "what is missing")}"
            : $"{comparison} does not hold: {comparison.Field} is {found}";
        return (verdict, new Failing(verdict == Verdict.Clash, message));
    }

    private static string Told(Condition condition) => condition switch
    {
        All all => string.Join(" and ", all.Parts.Select(Told)),
        Any any => string.Join(" or ", any.Parts.Select(Told)),
        Not not => $"not ({Told(not.Part)})",
        _ => condition.ToString(),
    };

    private static string Shortened(string text) => text.Length <= 60 ? text : text[..60] + "...";

    private static Verdict Lower(Verdict one, Verdict other) => one < other ? one : other;

    private static Verdict Higher(Verdict one, Verdict other) => one > other ? one : other;

    private static Verdict Opposite(Verdict verdict) => verdict switch { Verdict.Yes => Verdict.No, Verdict.No => Verdict.Yes, _ => Verdict.Clash };
}
