using System.Diagnostics.Metrics;
using FactoryFlow.Platform.Hosting;

namespace FactoryFlow.Production.Orders;

/// <summary>How often orders move, how long that takes, and what keeps them from it.</summary>
internal static class OrderMetrics
{
    private static readonly Counter<long> s_transitions = Telemetry.Meter.CreateCounter<long>(
        "factoryflow.orders.transitions", description: "Calls that were to take an order to another status, by how they ended: DONE, or the reason of the refusal.");

    private static readonly Counter<long> s_gateFailures = Telemetry.Meter.CreateCounter<long>(
        "factoryflow.orders.gate_failures", description: "Transitions of orders that a quality gate stood in the way of.");

    private static readonly Histogram<double> s_duration = Telemetry.Meter.CreateHistogram<double>(
        "factoryflow.orders.transition.duration", "s", "How long such a call takes.");

    public static void Ended(string outcome, TimeSpan duration)
    {
        s_transitions.Add(1, KeyValuePair.Create<string, object?>("outcome", outcome));
        s_duration.Record(duration.TotalSeconds);
    }

    public static void GateFailed(string gate) => s_gateFailures.Add(1, KeyValuePair.Create<string, object?>("gate", gate));
}
