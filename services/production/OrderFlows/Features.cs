using FactoryFlow.Platform.Data;
using FactoryFlow.Production.V1;

namespace FactoryFlow.Production.OrderFlows;

/// <summary>What the platform switches on for a tenant, and a flow may switch off for its orders.</summary>
internal static class Features
{
    /// <summary>Orders are assembled.</summary>
    public const string Assembly = "assembly";

    /// <summary>Orders are inspected.</summary>
    public const string Qa = "qa";

    /// <summary>Express orders take short ways.</summary>
    public const string Express = "express";

    /// <summary>The tenant's own flows count.</summary>
    public const string AdvancedWorkflow = "advanced_workflow";

    /// <summary>Those that flows know.</summary>
    public static readonly IReadOnlyList<string> OfFlows = [Assembly, Qa, Express];

    /// <summary>Those of a flow's that are on: what is not named among the flags is off, what is not named in the flow is as the flag says.</summary>
    public static IReadOnlySet<string> On(OrderFlow flow, IReadOnlyDictionary<string, bool> flags) =>
        OfFlows.Where(name => flags.GetValueOrDefault(name) && (!flow.Features.TryGetValue(name, out var isOn) || isOn)).ToHashSet(StringComparer.Ordinal);

    /// <summary>Whom a way wants to be told, on the channels that are on.</summary>
    public static IEnumerable<NotificationIntent> Intents(WorkflowTransition way, IReadOnlyDictionary<string, bool> flags) =>
        way.Notifications.Where(intent => flags.GetValueOrDefault("notify_" + EnumText.Of(intent.Channel).ToLowerInvariant()));
}
