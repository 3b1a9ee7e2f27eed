using System.Collections.Immutable;
using System.Text.Json;
using FactoryFlow.Platform.Auth;
using FactoryFlow.Workflow.Conditions;

namespace FactoryFlow.Workflow.Definitions;

/// <summary>A workflow as a tenant defines it: which states there are and how an instance gets from one to another.</summary>
internal sealed record Definition
{
    /// <summary>The state that an instance begins in.</summary>
    public required string InitialState { get; init; }

    public required ImmutableArray<State> States { get; init; }

    public required ImmutableArray<Transition> Transitions { get; init; }

    /// <summary>What an instance may know, by name; null when anything goes.</summary>
    public ImmutableSortedDictionary<string, Variable>? Context { get; init; }

    /// <summary>The name of the context that holds the order which gates are asked of; null where no gate is asked.</summary>
    public string? OrderName { get; init; }

    /// <summary>A state that must be there.</summary>
    public State State(string id) => FindState(id) ?? throw new InvalidOperationException($"The definition has no state {id}; it was not validated.");

    public State? FindState(string id)
    {
        foreach (var state in States)
            if (state.Id == id)
                return state;
        return null;
    }

    /// <summary>Whether anything is done on any way.</summary>
    public bool HasActivities { get; init; }

    /// <summary>The events that start its instances.</summary>
    public ImmutableArray<Trigger> Triggers { get; init; } = [];

    /// <summary>Versions that an instance was migrated from and that know how to undo what it did, by their numbers.</summary>
    public ImmutableDictionary<int, Definition> Formers { get; init; } = ImmutableDictionary<int, Definition>.Empty;

    /// <summary>The order that gates are asked of; null while nothing that is known names one.</summary>
    /// <param name="context">What an instance knows.</param>
    public Guid? OrderOf(ImmutableSortedDictionary<string, JsonElement> context) =>
        OrderName is { } name && context.TryGetValue(name, out var value) && value.ValueKind == JsonValueKind.String && Guid.TryParseExact(value.GetString(), "D", out var order) ? order : null;

    /// <summary>Whether anything that is done on the way, or undoes it, is of a type.</summary>
    public bool Does(ActivityType type) => Transitions.Any(t => t.Activities.Any(a => a.Type == type || a.Compensation?.Type == type));

    /// <summary>The ways out of a state, in the order of the definition.</summary>
    public IEnumerable<Transition> From(string state) => Transitions.Where(t => t.From == state);
}

/// <summary>What happens in a state.</summary>
internal enum StateType
{
    /// <summary>Somebody takes a transition; the state that an instance begins in.</summary>
    Start,

    /// <summary>Somebody takes a transition.</summary>
    Manual,

    /// <summary>The first transition whose conditions hold is taken at once, or as soon as they do.</summary>
    Automatic,

    /// <summary>A signal of a certain name is waited for; then as automatic.</summary>
    WaitForSignal,

    /// <summary>Some time is waited for; then as automatic.</summary>
    WaitForTimer,

    /// <summary>All transitions are taken at once, and each goes on by itself.</summary>
    Fork,

    /// <summary>What the fork began is waited for; then as automatic.</summary>
    Join,

    /// <summary>Another workflow is started and waited for; then as automatic.</summary>
    SubWorkflow,

    /// <summary>The instance is completed.</summary>
    End,
}

/// <summary>One state.</summary>
internal sealed record State
{
    public required string Id { get; init; }

    public required StateType Type { get; init; }

    /// <summary>For people; the id when there is none.</summary>
    public string Name { get; init; } = "";

    /// <summary>The signal that is waited for.</summary>
    public string? Signal { get; init; }

    /// <summary>The time that is waited for.</summary>
    public TimeSpan? Wait { get; init; }

    /// <summary>The workflow that is started.</summary>
    public string? Workflow { get; init; }

    /// <summary>What the workflow that is started knows, by its names, and the names that it has here.</summary>
    public ImmutableSortedDictionary<string, string> Input { get; init; } = NoNames;

    /// <summary>What becomes known when it is completed, by the names here, and the names that it has there.</summary>
    public ImmutableSortedDictionary<string, string> Output { get; init; } = NoNames;

    /// <summary>Whom the task of a manual state is for; null where the definition says nothing.</summary>
    public Assignment? AssignTo { get; init; }

    /// <summary>What completing the task takes, by name; null when anything goes.</summary>
    public ImmutableSortedDictionary<string, Variable>? Form { get; init; }

    /// <summary>How long the task may take.</summary>
    public TimeSpan? Due { get; init; }

    /// <summary>How long an instance may stay; null for as long as it likes.</summary>
    public Sla? Sla { get; init; }

    /// <summary>Nothing is passed.</summary>
    public static ImmutableSortedDictionary<string, string> NoNames { get; } = ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

    public bool IsManual => Type is StateType.Start or StateType.Manual;

    public Place Place { get; init; }
}

/// <summary>One way from a state to another.</summary>
internal sealed record Transition
{
    public required string Id { get; init; }

    public required string From { get; init; }

    public required string To { get; init; }

    public string Name { get; init; } = "";

    /// <summary>What must hold; null when nothing must.</summary>
    public Condition? Condition { get; init; }

    /// <summary>Roles, one of which the actor must have.</summary>
    public ImmutableArray<string> RequiredRoles { get; init; } = [];

    /// <summary>Permissions, all of which the actor must hold.</summary>
    public ImmutableArray<Permission> RequiredPermissions { get; init; } = [];

    /// <summary>Whether only who started the instance may.</summary>
    public bool RequiresOwnership { get; init; }

    /// <summary>Whether this version of the service knows everything that guards it; where it does not, it lets nobody through.</summary>
    public bool IsUnderstood { get; init; } = true;

    /// <summary>Quality gates that must be passed.</summary>
    public ImmutableArray<string> Gates { get; init; } = [];

    /// <summary>What is done, in order, when the transition is taken.</summary>
    public ImmutableArray<Activity> Activities { get; init; } = [];

    public bool NeedsSomebody => RequiredRoles.Length > 0 || RequiredPermissions.Length > 0 || RequiresOwnership;

    public Place Place { get; init; }
}

/// <summary>Whom work is for: a user, or whoever of some roles takes it on.</summary>
/// <param name="User">A UUID, <c>workflow.startedBy</c> or a name of the context; null when it is for roles alone.</param>
/// <param name="Roles">Any of them.</param>
internal sealed record Assignment(string? User, ImmutableArray<string> Roles);

/// <summary>One thing that an instance may know.</summary>
/// <param name="Type">Of which type it is.</param>
/// <param name="IsRequired">Whether it must be there from the start.</param>
internal sealed record Variable(VariableType Type, bool IsRequired);
