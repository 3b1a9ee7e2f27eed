using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace FactoryFlow.Workflow.Engine;

/// <summary>
/// Something that happened to an instance. Its history is made of these, and they alone make its state: nothing is ever changed or
/// taken out. Those that somebody outside must act on are the engine's effects (<see cref="IEffect" />).
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(Started), "STARTED")]
[JsonDerivedType(typeof(Moved), "TRANSITIONED")]
[JsonDerivedType(typeof(Forked), "FORKED")]
[JsonDerivedType(typeof(Joined), "JOINED")]
[JsonDerivedType(typeof(ContextChanged), "CONTEXT_CHANGED")]
[JsonDerivedType(typeof(Signalled), "SIGNALLED")]
[JsonDerivedType(typeof(TimerStarted), "TIMER_STARTED")]
[JsonDerivedType(typeof(TimerFired), "TIMER_FIRED")]
[JsonDerivedType(typeof(ActivityRequested), "ACTIVITY_REQUESTED")]
[JsonDerivedType(typeof(ActivitySucceeded), "ACTIVITY_SUCCEEDED")]
[JsonDerivedType(typeof(ActivityFailed), "ACTIVITY_FAILED")]
[JsonDerivedType(typeof(ActivitySkipped), "ACTIVITY_SKIPPED")]
[JsonDerivedType(typeof(SubWorkflowRequested), "SUB_WORKFLOW_REQUESTED")]
[JsonDerivedType(typeof(SubWorkflowEnded), "SUB_WORKFLOW_ENDED")]
[JsonDerivedType(typeof(Migrated), "MIGRATED")]
[JsonDerivedType(typeof(Completed), "COMPLETED")]
[JsonDerivedType(typeof(Failed), "FAILED")]
[JsonDerivedType(typeof(Cancelled), "CANCELLED")]
internal abstract record WorkflowEvent;

/// <summary>An event that asks somebody outside to do something and to say so with a command.</summary>
internal interface IEffect;

/// <summary>The instance began in its first state.</summary>
internal sealed record Started(string State, Guid StartedBy, string BusinessKey, DateTimeOffset Time) : WorkflowEvent
{
    /// <summary>The event that started it; null where somebody or another instance did.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Cause? Cause { get; init; }
}

/// <summary>A token went from one state to another.</summary>
/// <param name="Token">Which.</param>
/// <param name="Transition">On which way.</param>
/// <param name="From">From where.</param>
/// <param name="To">To where.</param>
/// <param name="Key">What the caller calls this execution; the same again has no second effect.</param>
/// <param name="Reason">Why, in the caller's words.</param>
/// <param name="Metadata">Whatever else the caller wants to be remembered.</param>
internal sealed record Moved(int Token, string Transition, string From, string To, string? Key = null, string? Reason = null, JsonElement? Metadata = null) : WorkflowEvent
{
    /// <summary>Who it is done for; null where nobody did it, or nothing is done on any way.</summary>
    public Doer? By { get; init; }
}

/// <summary>A token became several, one for each way out of a fork.</summary>
internal sealed record Forked(int Token, string State, ImmutableArray<Branch> Branches) : WorkflowEvent;

/// <summary>One way out of a fork, and the token that takes it.</summary>
internal sealed record Branch(int Token, string Transition, string To);

/// <summary>All that a fork began has met, and is the token again that was forked.</summary>
internal sealed record Joined(int Token, string State) : WorkflowEvent;

/// <summary>What the instance knows has changed: these values are set, and those that are null taken out.</summary>
internal sealed record ContextChanged(ImmutableSortedDictionary<string, JsonElement> Values) : WorkflowEvent;

/// <summary>A token waits no longer for its signal.</summary>
internal sealed record Signalled(int Token, string Signal) : WorkflowEvent;

/// <summary>A token waits for some time.</summary>
/// <param name="Token">Which.</param>
/// <param name="Visit">Since when, counted in moves: a timer of a state that has passed is told by it.</param>
/// <param name="DueTime">Until when.</param>
internal sealed record TimerStarted(int Token, int Visit, DateTimeOffset DueTime) : WorkflowEvent, IEffect;

/// <summary>A token waits no longer for time to pass.</summary>
internal sealed record TimerFired(int Token) : WorkflowEvent;

/// <summary>Something is to be done outside.</summary>
/// <param name="Token">For which token.</param>
/// <param name="Number">Counts what the instance asked for; the same number is the same thing, however often it is tried.</param>
/// <param name="Transition">The transition whose activity it is.</param>
/// <param name="Index">Which of its activities.</param>
/// <param name="Attempt">How often it was tried, with this time.</param>
/// <param name="IsCompensation">Whether it undoes the activity instead.</param>
internal sealed record ActivityRequested(int Token, int Number, string Transition, int Index, int Attempt, bool IsCompensation = false) : WorkflowEvent, IEffect
{
    /// <summary>The number of the activity that it undoes; 0 when it undoes none.</summary>
    public int Undoes { get; init; }

    /// <summary>The version of the definition whose activity it is, when the instance was migrated since; 0 when it was not.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int Origin { get; init; }

    /// <summary>What it is given, its templates filled in; null where it is tried again with the same.</summary>
    public JsonElement? Input { get; init; }
}

/// <summary>It was done.</summary>
/// <param name="Number">Which.</param>
/// <param name="CanBeUndone">Whether the definition says how.</param>
internal sealed record ActivitySucceeded(int Number, bool CanBeUndone) : WorkflowEvent;

/// <summary>It could not be done this time.</summary>
/// <param name="Number">Which.</param>
/// <param name="Error">Why not.</param>
/// <param name="IsGivenUp">Whether it is not tried again.</param>
internal sealed record ActivityFailed(int Number, string Error, bool IsGivenUp) : WorkflowEvent
{
    /// <summary>Whether it waits for an operator to have it tried again or skipped.</summary>
    public bool IsSuspended { get; init; }
}

/// <summary>It was not done, and whatever waits for it goes on.</summary>
/// <param name="Number">Which.</param>
/// <param name="Reason">Why not.</param>
internal sealed record ActivitySkipped(int Number, string Reason) : WorkflowEvent;

/// <summary>Another workflow is to be started.</summary>
internal sealed record SubWorkflowRequested(int Token, int Visit, string Workflow) : WorkflowEvent, IEffect;

/// <summary>It has completed.</summary>
internal sealed record SubWorkflowEnded(int Token) : WorkflowEvent;

/// <summary>The instance runs on another version of its definition from here on. Its tokens stay what they are, under the names that states have there.</summary>
/// <param name="From">The version that it ran on.</param>
/// <param name="To">The version that it runs on.</param>
/// <param name="Tokens">What becomes of the state that each stands in.</param>
internal sealed record Migrated(int From, int To, ImmutableArray<Placed> Tokens) : WorkflowEvent;

/// <summary>A token, the state that it stands in, and what that is in another version.</summary>
internal sealed record Placed(int Token, string From, string To);

/// <summary>The instance is at its end.</summary>
internal sealed record Completed(string State) : WorkflowEvent;

/// <summary>The instance cannot go on; what it did is undone in reverse where the definition says how.</summary>
internal sealed record Failed(string Error) : WorkflowEvent;

/// <summary>Somebody stopped the instance.</summary>
internal sealed record Cancelled(string Reason) : WorkflowEvent;
