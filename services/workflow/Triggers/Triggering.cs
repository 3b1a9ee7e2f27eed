using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text.Json;
using FactoryFlow.Workflow.Conditions;
using FactoryFlow.Workflow.Definitions;
using FactoryFlow.Workflow.Webhooks;

namespace FactoryFlow.Workflow.Triggers;

/// <summary>The rules of what an event starts: which events may start anything, what they say, and what an instance knows of one.</summary>
internal static class Triggering
{
    /// <summary>How many triggers may lead to each other.</summary>
    public const int Deepest = 5;

    /// <summary>What a workflow tells of the tenant's own.</summary>
    public const string Emitted = "workflow.event.emitted";

    // What the engine tells of itself: every instance makes some, so that one that started another for each would go on for ever. Whoever
    // wants to go on from where a workflow stands says so with emitEvent, and such an event carries how many triggers led to it.
    private static readonly string[] Own = ["workflow.", "task.", "sla.", "notification."];

    private static readonly FrozenDictionary<string, ImmutableSortedDictionary<string, VariableType>> Said = WebhookEvents.Names.Where(IsHeard)
        .ToFrozenDictionary(name => name, name => WebhookEvents.PropertiesOf(name).ToImmutableSortedDictionary(p => JsonNamingPolicy.CamelCase.ConvertName(p.Name), p => TypeOf(p.PropertyType), StringComparer.Ordinal));

    /// <summary>Whether triggers hear events of this name.</summary>
    public static bool IsHeard(string name) => name == Emitted || !Own.Any(own => name.StartsWith(own, StringComparison.Ordinal));

    /// <summary>Why no trigger can listen to events of this name; null when it can.</summary>
    public static string? WhyNot(string name)
    {
        if (!IsHeard(name)) return $"\"{name}\" starts nothing: what workflows tell of themselves would start workflows for ever. Emit an event of your own (emitEvent), and listen to {Emitted}";
        return Said.ContainsKey(name) ? null : $"\"{name}\" is no event; there are {string.Join(", ", Said.Keys.Order(StringComparer.Ordinal))}";
    }

    /// <summary>What the data of such an event says, by name.</summary>
    public static ImmutableSortedDictionary<string, VariableType> FieldsOf(string name) => Said[name];

    /// <summary>What conditions and paths are about, of an event.</summary>
    public static Subject SubjectOf(Guid id, string type, DateTimeOffset time, JsonElement data, DateTimeOffset now) => new(Engine.Instance.NoContext, default, default, now)
    {
        Event = JsonSerializer.SerializeToElement(new { id, type, time = Instants.Write(time), data }),
    };

    /// <summary>What an instance knows of an event; what is not there is left out.</summary>
    public static ImmutableSortedDictionary<string, JsonElement> ContextOf(Trigger trigger, Subject subject) => trigger.Context
        .Select(path => (path.Key, Value: subject.At(path.Value))).Where(found => found.Value is not null).ToImmutableSortedDictionary(found => found.Key, found => found.Value!.Value, StringComparer.Ordinal);

    /// <summary>What the tenant knows the event's instance by; empty when by nothing.</summary>
    public static string KeyOf(Trigger trigger, Subject subject) => trigger.BusinessKey is not { } path || subject.At(path) is not { } value ? ""
        : value.ValueKind == JsonValueKind.String ? value.GetString()!
        : value.GetRawText();

    private static VariableType TypeOf(Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (type == typeof(string) || type == typeof(Guid) || type == typeof(DateOnly)) return VariableType.Text;
        if (type == typeof(int) || type == typeof(long) || type == typeof(decimal) || type == typeof(double)) return VariableType.Number;
        if (type == typeof(bool)) return VariableType.Boolean;
        if (type == typeof(DateTimeOffset)) return VariableType.Time;
        if (type.GetInterfaces().Prepend(type).Any(IsDictionary)) return VariableType.Object;
        return type.IsAssignableTo(typeof(System.Collections.IEnumerable)) ? VariableType.List : VariableType.Any;
    }

    private static bool IsDictionary(Type type) => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyDictionary<,>);
}
