using System.Collections.Immutable;
using System.Xml;
using FactoryFlow.Platform.Auth;
using FactoryFlow.Workflow.Activities;
using FactoryFlow.Workflow.Conditions;

namespace FactoryFlow.Workflow.Definitions;

/// <summary>Reads a definition and finds everything that is wrong with it at once.</summary>
internal sealed partial class DefinitionReader
{
    /// <summary>The most states, and the most transitions, that a definition may have.</summary>
    public const int MostStates = 200, MostTransitions = 500;

    private const int MostVariables = 100, MostNames = 20;

    // Other engines' names for the same types (E36, D15).
    private static readonly Dictionary<string, StateType> Types = new(StringComparer.OrdinalIgnoreCase)
    {
        ["start"] = StateType.Start, ["manual"] = StateType.Manual, ["USER_TASK"] = StateType.Manual,
        ["automatic"] = StateType.Automatic, ["AUTOMATED"] = StateType.Automatic,
        ["waitForSignal"] = StateType.WaitForSignal, ["WAIT_FOR_SIGNAL"] = StateType.WaitForSignal, ["wait"] = StateType.WaitForSignal,
        ["waitForTimer"] = StateType.WaitForTimer, ["WAIT_FOR_TIMER"] = StateType.WaitForTimer,
        ["fork"] = StateType.Fork, ["PARALLEL_FORK"] = StateType.Fork, ["join"] = StateType.Join, ["PARALLEL_JOIN"] = StateType.Join,
        ["subWorkflow"] = StateType.SubWorkflow, ["SUB_WORKFLOW"] = StateType.SubWorkflow, ["end"] = StateType.End,
    };

    private readonly Faults _faults;
    private readonly ActivityEnvironment? _environment;
    private readonly Dictionary<string, (Node Place, ImmutableArray<Activity> Activities)> _actions = new(StringComparer.Ordinal);
    private ConditionReader _conditions;
    private ImmutableSortedDictionary<string, Variable>? _context;

    private DefinitionReader(Faults faults, ActivityEnvironment? environment) => (_faults, _environment, _conditions) = (faults, environment, new ConditionReader(null, faults));

    /// <summary>The definition; without faults it can be run.</summary>
    /// <param name="node">What is read.</param>
    /// <param name="faults">Takes what is wrong.</param>
    /// <param name="environment">What activities may use; null where it was saved already and nothing is asked.</param>
    public static Definition Read(Node node, Faults faults, ActivityEnvironment? environment = null)
    {
        var reader = new DefinitionReader(faults, environment);
        var definition = reader.Definition(node);
        if (!faults.Any) DefinitionRules.Check(definition, node.Place, faults);
        return definition;
    }

    private Definition Definition(Node node)
    {
        var fields = Fields.Of(node, _faults, "name", "description", "context", "subject", "initialState", "states", "transitions", "triggers");
        _context = fields.Find("context") is { } declared ? Variables(declared) : null;
        _conditions = new ConditionReader(_context, _faults);
        var orderName = OrderName(fields);
        var states = fields.List("states", MostStates).Select(State).ToImmutableArray();
        if (node.Kind == NodeKind.Map && states.Length == 0) _faults.Add(fields.Place, "\"states\" is missing or empty");
        var transitions = fields.List("transitions", MostTransitions).Select(Transition).Select(WithActions).ToImmutableArray();
        ActionsHappen(states, transitions);
        GatesFit(orderName, transitions, node.Place);
        return new Definition
        {
            Context = _context,
            OrderName = orderName,
            States = states,
            Transitions = transitions,
            HasActivities = transitions.Any(t => !t.Activities.IsEmpty),
            Triggers = Triggers(fields),
            InitialState = Initial(fields, states),
        };
    }

    private string Initial(Fields fields, ImmutableArray<State> states)
    {
        var starts = states.Where(s => s.Type == StateType.Start).ToList();
        foreach (var second in starts.Skip(1)) _faults.Add(second.Place, $"is a second start beside \"{starts[0].Id}\"; there must be exactly one");
        var named = fields.Text("initialState");
        if (named is null && starts.Count == 0) _faults.Add(fields.Place, "there is no start: name the first state in \"initialState\", or give one the type start");
        else if (named is not null && starts.Count > 0 && starts[0].Id != named)
            _faults.Add(fields.Find("initialState")!.Place, $"names \"{named}\", but \"{starts[0].Id}\" is the start; there must be exactly one");
        else if (named is not null && !states.Any(s => s.Id == named)) _faults.Add(fields.Find("initialState")!.Place, $"there is no state \"{named}\"");
        return named ?? (starts.Count > 0 ? starts[0].Id : "");
    }

    private ImmutableSortedDictionary<string, Variable> Variables(Node node)
    {
        var variables = ImmutableSortedDictionary.CreateBuilder<string, Variable>(StringComparer.Ordinal);
        if (node.Kind != NodeKind.Map) _faults.Add(node.Place, $"is {node.Noun}; it must be an object of names and types");
        if (node.Members.Count > MostVariables) _faults.Add(node.Place, $"declares more than {MostVariables} names");
        foreach (var (name, value) in node.Members.Take(MostVariables))
        {
            if (!Fields.IsId(name) || name.Contains('.', StringComparison.Ordinal)) _faults.Add(value.Place, $"\"{name}\" cannot be a name: use letters, digits, '_' and '-'");
            // `amount: number` is short for `amount: { type: number }`.
            var fields = value.Kind == NodeKind.Text ? null : Fields.Of(value, _faults, "type", "required", "description");
            var (type, place) = fields is null ? (value.Text, value.Place) : (fields.RequiredText("type"), fields.Find("type")?.Place ?? value.Place);
            if (VariableTypes.ByName.TryGetValue(type, out var known)) variables[name] = new Variable(known, fields?.Flag("required") ?? false);
            else if (type.Length > 0) _faults.Add(place, $"\"{type}\" is no type; there are {string.Join(", ", VariableTypes.ByName.Keys)}");
        }

        return variables.ToImmutable();
    }

    private State State(Node node)
    {
        var fields = Fields.Of(node, _faults, "id", "name", "description", "type", "signal", "duration", "workflow", "input", "output", "sla", "actions", "form", "assignTo", "due");
        var name = fields.RequiredText("type");
        var isKnown = Types.TryGetValue(name, out var type);
        if (!isKnown) type = StateType.Manual;
        if (!isKnown && name.Length > 0)
            _faults.Add(fields.Find("type")!.Place, $"\"{name}\" is no type of state; there are {string.Join(", ", Enum.GetNames<StateType>().Select(n => char.ToLowerInvariant(n[0]) + n[1..]))}");
        var state = new State
        {
            Id = fields.Id("id"), Type = type, Name = fields.Text("name") ?? "", Place = node.Place,
            Signal = Only(fields, "signal", type, StateType.WaitForSignal) ? fields.RequiredText("signal") : null,
            Wait = Only(fields, "duration", type, StateType.WaitForTimer) ? Duration(fields, "duration") : null,
            Workflow = Only(fields, "workflow", type, StateType.SubWorkflow) ? fields.RequiredText("workflow") : null,
            Input = Only(fields, "input", type, StateType.SubWorkflow) ? Names(fields, "input", isDeclaredByKey: false) : Definitions.State.NoNames,
            Output = Only(fields, "output", type, StateType.SubWorkflow) ? Names(fields, "output", isDeclaredByKey: true) : Definitions.State.NoNames,
            AssignTo = OfTask(fields, "assignTo", type) is { } assignment ? Assignment(assignment) : null,
            Form = OfTask(fields, "form", type) is { } form ? Form(form) : null,
            Due = OfTask(fields, "due", type) is null ? null : Duration(fields, "due"),
            Sla = Sla(fields, type),
        };
        if (fields.Find("actions") is { Items.Count: > 0 } actions) _actions[state.Id] = (actions, Activities(fields, "actions"));
        return state;
    }

    // Whether a member is to be read; one of another type's states is a fault.
    private bool Only(Fields fields, string name, StateType type, StateType owner)
    {
        if (type == owner) return true;
        if (fields.Find(name) is { } stray) _faults.Add(stray.Place, $"\"{name}\" means nothing in a state of this type");
        return false;
    }

    private TimeSpan? Duration(Fields fields, string name)
    {
        var text = fields.RequiredText(name);
        if (text.Length == 0) return null;
        try
        {
            if (XmlConvert.ToTimeSpan(text) is var wait && wait > TimeSpan.Zero && wait <= TimeSpan.FromDays(3660)) return wait;
        }
        catch (Exception e) when (e is FormatException or OverflowException)
        {
        }

        _faults.Add(fields.Find(name)!.Place, $"\"{text}\" is no duration such as PT30M or P2D, of at most ten years");
        return null;
    }

    private Transition Transition(Node node)
    {
        var before = _faults.Count;
        var fields = Fields.Of(node, _faults, "id", "name", "description", "from", "to", "conditions", "requiredRoles", "requiredPermissions", "requiresOwnership", "gates", "activities", "actions");
        var (from, to) = (fields.RequiredText("from"), fields.RequiredText("to"));
        var transition = new Transition
        {
            Id = fields.Find("id") is null ? $"{from}-{to}" : fields.Id("id"),
            From = from, To = to, Name = fields.Text("name") ?? "", Place = node.Place,
            RequiredRoles = [.. fields.Texts("requiredRoles", MostNames).Select(n => n.Text)],
            RequiredPermissions = [.. fields.Texts("requiredPermissions", MostNames).Select(Permission).OfType<Permission>()],
            RequiresOwnership = fields.Flag("requiresOwnership"),
            Gates = Gates(fields),
        };
        // What is wrong with a condition is in the condition, which then never holds.
        return transition with
        {
            IsUnderstood = _faults.Count == before,
            Condition = fields.Find("conditions") is { } conditions && conditions is not { Kind: NodeKind.List, Items.Count: 0 } ? _conditions.Read(conditions) : null,
            Activities = [.. Activities(fields, "activities"), .. Activities(fields, "actions")],
        };
    }

    private Permission? Permission(Node node)
    {
        if (Platform.Auth.Permission.TryParse(node.Text, out var permission) && !permission.HasWildcard) return permission;
        _faults.Add(node.Place, $"\"{node.Text}\" is no permission such as workflows:transition:all");
        return null;
    }
}
