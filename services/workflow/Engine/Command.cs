using System.Collections.Immutable;
using System.Text.Json;
using FactoryFlow.Platform.Auth;
using FactoryFlow.Workflow.Conditions;

namespace FactoryFlow.Workflow.Engine;

/// <summary>What somebody wants of an instance.</summary>
internal abstract record Command;

/// <summary>Begin.</summary>
internal sealed record Start(string BusinessKey, ImmutableSortedDictionary<string, JsonElement> Context) : Command
{
    /// <summary>Whose it is where another instance starts it; null where it is the actor's.</summary>
    public Guid? StartedBy { get; init; }

    /// <summary>What started it where an event did; null where somebody or another instance did.</summary>
    public Cause? Cause { get; init; }

    /// <summary>How many workflows led to it where one started it by a call, with this one; 0 where somebody did.</summary>
    public int CallDepth { get; init; }
}

/// <summary>An event that started an instance.</summary>
/// <param name="Trigger">By which trigger of the definition.</param>
/// <param name="EventId">Which event.</param>
/// <param name="EventType">What it is called.</param>
/// <param name="Depth">How many triggers led to it, one after the other, with this one.</param>
internal sealed record Cause(string Trigger, Guid EventId, string EventType, int Depth);

/// <summary>Take a way out of where it stands.</summary>
/// <param name="Transition">Which way; empty where the state that it leads to is named.</param>
/// <param name="ToState">The state that it leads to.</param>
/// <param name="Key">What the caller calls this execution; null without one.</param>
/// <param name="Reason">Why.</param>
/// <param name="Metadata">Whatever else is to be remembered.</param>
/// <param name="Context">What becomes known along with it; conditions see it.</param>
internal sealed record Take(
    string Transition, string ToState, string? Key, string? Reason, JsonElement? Metadata, ImmutableSortedDictionary<string, JsonElement> Context) : Command
{
    /// <summary>The visit that it ends, where several tokens may stand in the state; null for any.</summary>
    public int? Visit { get; init; }
}

/// <summary>Whoever waits for a signal of this name goes on.</summary>
internal sealed record Signal(string Name, ImmutableSortedDictionary<string, JsonElement> Payload) : Command;

/// <summary>The time is over that a token waited for since a visit.</summary>
internal sealed record FireTimer(int Token, int Visit) : Command;

/// <summary>An activity was done.</summary>
internal sealed record SucceedActivity(int Number, ImmutableSortedDictionary<string, JsonElement> Output) : Command;

/// <summary>An activity could not be done at an attempt.</summary>
internal sealed record FailActivity(int Number, int Attempt, string Error) : Command;

/// <summary>An activity that an operator was waited for is tried once more.</summary>
internal sealed record RetryActivity(int Number) : Command;

/// <summary>An activity is not done, and whatever waits for it goes on.</summary>
internal sealed record SkipActivity(int Number, string Reason) : Command;

/// <summary>The workflow that a token waited for since a visit has ended; with an error when it failed.</summary>
internal sealed record EndSubWorkflow(int Token, int Visit, string? Error, ImmutableSortedDictionary<string, JsonElement> Output) : Command;

/// <summary>Nobody is there to be told why it cannot go on: it fails; one that has failed gives up what it is undoing.</summary>
internal sealed record GiveUp(string Error) : Command
{
    /// <summary>Whether nothing follows from that, because what would follow cannot be: nothing more is undone.</summary>
    public bool IsBare { get; init; }
}

/// <summary>Stop.</summary>
internal sealed record Cancel(string Reason) : Command;

/// <summary>What a command is decided with besides the definition and the instance.</summary>
/// <param name="Actor">Who commands; null when it is time or another system.</param>
/// <param name="Now">When.</param>
internal sealed record Surroundings(Caller? Actor, DateTimeOffset Now)
{
    /// <summary>What quality gates said.</summary>
    public GateAnswers Gates { get; init; } = GateAnswers.None;

    /// <summary>The channels on which the tenant's people are told nothing.</summary>
    public ImmutableHashSet<string> ClosedChannels { get; init; } = [];

    /// <summary>What is matched against patterns.</summary>
    public Matching Matching { get; init; } = new();

    public static Surroundings Of(Caller? actor, DateTimeOffset now) => new(actor, now);
}

/// <summary>What a command leads to: what happens, and what the instance is then.</summary>
internal sealed record Decision(ImmutableArray<WorkflowEvent> Events, Instance After);
