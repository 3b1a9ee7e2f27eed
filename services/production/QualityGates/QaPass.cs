using FactoryFlow.Platform.Data;
using FactoryFlow.Production.OrderFlows;
using FactoryFlow.Production.V1;

namespace FactoryFlow.Production.QualityGates;

/// <summary>Every job of the order was inspected, and no more rejected pieces lie there than the flow allows.</summary>
internal sealed class QaPass : IQualityGate
{
    /// <summary>What flows call it.</summary>
    public const string Called = "qaPass";

    private static readonly string[] Usual = ["QA", "QC", "Quality control", "Inspection"];

    public string Name => Called;

    public string Feature => Features.Qa;

    public async Task<IReadOnlyList<string>> Check(TenantTx tx, Guid orderId, OrderFlow flow) => Missing(await OrderStep.Of(tx, orderId), flow);

    /// <summary>The names of the steps that are for inspection.</summary>
    public static IReadOnlyCollection<string> StepsOf(OrderFlow flow) => flow.QualityGates.TryGetValue(Called, out var gate) && gate.Steps.Count > 0 ? gate.Steps : Usual;

    /// <summary>What is missing, given the steps of the order's jobs.</summary>
    public static IReadOnlyList<string> Missing(IReadOnlyList<OrderStep> steps, OrderFlow flow) =>
        steps.Count == 0 ? [OrderStep.NoJob] : [.. steps.GroupBy(step => step.Job).SelectMany(job => OfJob(job.Key, [.. job], flow))];

    private static IEnumerable<string> OfJob(int job, IReadOnlyList<OrderStep> steps, OrderFlow flow)
    {
        var inspection = steps.Where(step => step.IsOneOf(StepsOf(flow))).ToList();
        if (inspection.Count == 0) yield return FormattableString.Invariant($"job {job} has no step that is called {string.Join(" or ", StepsOf(flow))}");
        foreach (var step in inspection.Where(step => !step.IsCompleted)) yield return FormattableString.Invariant($"{step.Name} of job {job} is not completed");
        var (rejects, most) = (inspection.Sum(step => step.OpenRejects), flow.QualityGates.TryGetValue(Called, out var gate) ? gate.MaxOpenRejects : 0);
        if (rejects > most) yield return FormattableString.Invariant($"{rejects} rejected pieces of job {job} were not sent back, and {most} are allowed");
    }
}
