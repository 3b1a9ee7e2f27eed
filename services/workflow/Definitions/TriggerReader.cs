using System.Collections.Immutable;
using System.Globalization;
using FactoryFlow.Workflow.Conditions;
using FactoryFlow.Workflow.Triggers;

namespace FactoryFlow.Workflow.Definitions;

/// <summary>Reads what a definition says of the events that start its instances.</summary>
internal sealed partial class DefinitionReader
{
    private const int MostTriggers = 20, MostConcurrent = 1000;
    private static readonly TimeSpan LongestDebounce = TimeSpan.FromDays(1);

    /// <summary>One trigger as it was stored; null when this version of the service does not know its event. Where it cannot read something else, the filter is never decided.</summary>
    public static Trigger? ReadTrigger(Node node)
    {
        var faults = new Faults();
        var trigger = new DefinitionReader(faults, null).Trigger(node);
        return faults.Any && trigger is not null ? trigger with { Filter = new Unreadable() } : trigger;
    }

    private ImmutableArray<Trigger> Triggers(Fields fields)
    {
        ImmutableArray<Trigger> triggers = [.. fields.List("triggers", MostTriggers).Select(Trigger).OfType<Trigger>()];
        foreach (var again in triggers.GroupBy(t => t.Id).SelectMany(same => same.Skip(1))) _faults.Add(again.Place, $"another trigger is called \"{again.Id}\"; give each an \"id\"");
        return triggers;
    }

    private Trigger? Trigger(Node node)
    {
        var fields = Fields.Of(node, _faults, "id", "description", "event", "filter", "context", "businessKey", "debounce", "maxConcurrent");
        var name = fields.RequiredText("event");
        fields.Text("description");
        if (name.Length == 0) return null;
        if (Triggering.WhyNot(name) is { } why)
        {
            _faults.Add(fields.Find("event")!.Place, why);
            return null;
        }

        var reader = new ConditionReader(null, _faults) { Event = Triggering.FieldsOf(name) };
        return new Trigger(fields.Find("id") is null ? name : fields.Id("id"), name, Mapping(fields, reader))
        {
            Filter = fields.Find("filter") is { } filter && filter is not { Kind: NodeKind.List, Items.Count: 0 } ? reader.Read(filter) : null,
            BusinessKey = BusinessKey(fields, reader), Debounce = Debounce(fields), MaxConcurrent = fields.Whole("maxConcurrent", 1, MostConcurrent), Place = node.Place,
        };
    }

    // Names here and places in the event; as the event says their types, one that could never be known is a fault now.
    private ImmutableSortedDictionary<string, FieldPath> Mapping(Fields trigger, ConditionReader reader)
    {
        var paths = ImmutableSortedDictionary.CreateBuilder<string, FieldPath>(StringComparer.Ordinal);
        if (trigger.Find("context") is { } node)
        {
            if (node.Kind != NodeKind.Map) _faults.Add(node.Place, $"is {node.Noun}; it must be an object of names and paths");
            if (node.Members.Count > MostVariables) _faults.Add(node.Place, $"has more than {MostVariables} names");
            foreach (var (name, value) in node.Members.Take(MostVariables))
            {
                if (value.Kind != NodeKind.Text) _faults.Add(value.Place, $"is {value.Noun}; it must be a path such as event.data.orderId");
                else if (!Fields.IsId(name) || name.Contains('.', StringComparison.Ordinal)) _faults.Add(value.Place, $"\"{name}\" cannot be a name: use letters, digits, '_' and '-'");
                else if (reader.Path(value.Text, value.Place) is { } path && Fits(name, path, value.Place)) paths[name] = path;
            }
        }

        foreach (var name in (_context?.Where(v => v.Value.IsRequired).Select(v => v.Key) ?? []).Where(name => trigger.Find("context")?.Find(name) is null))
            _faults.Add(trigger.Place, $"leaves out \"{name}\", which the context requires: no instance could be started");
        return paths.ToImmutable();
    }

    private bool Fits(string name, FieldPath path, Place place)
    {
        if (_context is not { } declared) return true;
        if (!declared.TryGetValue(name, out var variable)) _faults.Add(place, $"\"{name}\" is not declared in the context");
        else if (variable.Type != path.Type && variable.Type != VariableType.Any && path.Type != VariableType.Any) _faults.Add(place, $"{path} is {path.Type.Noun()}, and context.{name} is {variable.Type.Noun()}");
        else return true;
        return false;
    }

    private FieldPath? BusinessKey(Fields trigger, ConditionReader reader)
    {
        if (trigger.Text("businessKey") is not { Length: > 0 } text) return null;
        var place = trigger.Find("businessKey")!.Place;
        if (reader.Path(text, place) is not { } path) return null;
        if (path.Type is VariableType.Text or VariableType.Number or VariableType.Any) return path;
        _faults.Add(place, $"{path} is {path.Type.Noun()}, and can be no business key");
        return null;
    }

    private TimeSpan? Debounce(Fields trigger)
    {
        if (trigger.Find("debounce") is null || Duration(trigger, "debounce") is not { } debounce) return null;
        if (debounce > LongestDebounce) _faults.Add(trigger.Find("debounce")!.Place, string.Create(CultureInfo.InvariantCulture, $"is longer than {LongestDebounce.TotalHours} hours"));
        return debounce;
    }
}
