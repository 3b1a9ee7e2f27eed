using System.Collections.Frozen;
using System.Text.Json;
using FactoryFlow.Workflow.Conditions;

namespace FactoryFlow.Workflow.Definitions;

/// <summary>What an activity does.</summary>
internal enum ActivityType
{
    /// <summary>People are told.</summary>
    SendNotification,

    /// <summary>Another system is called over HTTP.</summary>
    CallWebhook,

    /// <summary>Our own API is called, with a key of the tenant's.</summary>
    CallApi,

    /// <summary>An event of the tenant's own is told to whoever listens.</summary>
    EmitEvent,

    /// <summary>One of our functions makes a value out of others.</summary>
    ExecuteFunction,

    /// <summary>Values of the context are set.</summary>
    UpdateContext,

    /// <summary>Some time passes.</summary>
    Wait,
}

/// <summary>Something that is done when a transition is taken, before its state counts as reached.</summary>
/// <param name="Type">What.</param>
/// <param name="With">What it is given, with templates in it.</param>
/// <param name="Attempts">How often it is tried.</param>
/// <param name="Compensation">What undoes it when the instance fails later.</param>
internal sealed record Activity(ActivityType Type, JsonElement With, int Attempts, Activity? Compensation)
{
    /// <summary>The types by the names that definitions call them; those in capitals are other engines', which <see cref="DefinitionReader" /> takes by what they say.</summary>
    public static readonly FrozenDictionary<string, ActivityType> ByName = new Dictionary<string, ActivityType>
    {
        ["sendNotification"] = ActivityType.SendNotification, ["SEND_EMAIL"] = ActivityType.SendNotification,
        ["callWebhook"] = ActivityType.CallWebhook, ["CALL_WEBHOOK"] = ActivityType.CallWebhook,
        ["callApi"] = ActivityType.CallApi, ["CALL_API"] = ActivityType.CallApi, ["UPDATE_ENTITY"] = ActivityType.CallApi,
        ["emitEvent"] = ActivityType.EmitEvent, ["EMIT_EVENT"] = ActivityType.EmitEvent,
        ["executeFunction"] = ActivityType.ExecuteFunction, ["EXECUTE_FUNCTION"] = ActivityType.ExecuteFunction,
        ["updateContext"] = ActivityType.UpdateContext,
        ["wait"] = ActivityType.Wait, ["WAIT"] = ActivityType.Wait,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The pause after the first attempt in vain.</summary>
    public TimeSpan FirstPause { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>By how much each further pause is longer than the one before.</summary>
    public double Factor { get; init; } = 2;

    /// <summary>Whether the instance waits for an operator after the last attempt in vain, instead of failing.</summary>
    public bool Suspends { get; init; }

    /// <summary>What must hold for it to be done; null when it always is.</summary>
    public Condition? Condition { get; init; }

    /// <summary>Whether it is done in the background, and the instance waits for it; everything else is done in the transaction that asks for it.</summary>
    public bool IsQueued => Type is ActivityType.CallWebhook or ActivityType.CallApi or ActivityType.Wait;
}
