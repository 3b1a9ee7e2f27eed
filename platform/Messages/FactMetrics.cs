using System.Diagnostics.Metrics;
using FactoryFlow.Events;
using FactoryFlow.Platform.Hosting;

namespace FactoryFlow.Platform.Messages;

/// <summary>What becomes of facts, counted once it is committed: what happens in the business, and whether it gets where it is to go.</summary>
internal static class FactMetrics
{
    private static readonly Counter<long> s_published = Telemetry.Meter.CreateCounter<long>("factoryflow.facts.published", "{fact}", "Facts that the bus has taken");
    private static readonly Counter<long> s_handled = Telemetry.Meter.CreateCounter<long>("factoryflow.facts.handled", "{fact}", "Facts whose effect is committed, repeated ones among them");
    private static readonly Counter<long> s_failed = Telemetry.Meter.CreateCounter<long>("factoryflow.facts.failed", "{fact}", "Facts that could not be handled this time");

    public static void Published(IEnumerable<IFact> facts)
    {
        if (!s_published.Enabled) return;
        foreach (var type in facts.GroupBy(fact => fact.GetType())) s_published.Add(type.Count(), KeyValuePair.Create<string, object?>("type", type.Key.Name));
    }

    public static void Handled(string handler, int facts) => s_handled.Add(facts, KeyValuePair.Create<string, object?>("handler", handler));

    public static void Failed(string handler) => s_failed.Add(1, KeyValuePair.Create<string, object?>("handler", handler));
}
