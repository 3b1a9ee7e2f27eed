using System.Diagnostics.Metrics;
using FactoryFlow.Platform.Data;
using FactoryFlow.Platform.Hosting;
using Outcome = FactoryFlow.Workflow.V1.TriggerRun.Types.Outcome;

namespace FactoryFlow.Workflow.Triggers;

/// <summary>How often events start instances, and how often they should have.</summary>
internal static class TriggerMetrics
{
    private static readonly Counter<long> s_runs = Telemetry.Meter.CreateCounter<long>(
        "factoryflow.workflow.trigger_runs", description: "Instances that events were to start, by what became of it.");

    public static void Ended(Outcome outcome) => s_runs.Add(1, KeyValuePair.Create<string, object?>("outcome", EnumText.Of(outcome)));
}
