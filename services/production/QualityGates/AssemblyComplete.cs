using FactoryFlow.Platform.Data;
using FactoryFlow.Production.OrderFlows;
using FactoryFlow.Production.V1;

namespace FactoryFlow.Production.QualityGates;

/// <summary>Every job of the order has done the steps that the flow names, or all that are not for inspection.</summary>
internal sealed class AssemblyComplete : IQualityGate
{
    /// <summary>What flows call it.</summary>
    public const string Called = "assemblyComplete";

    public string Name => Called;

    public string Feature => Features.Assembly;

    public async Task<IReadOnlyList<string>> Check(TenantTx tx, Guid orderId, OrderFlow flow) => Missing(await OrderStep.Of(tx, orderId), flow);

    /// <summary>What is missing, given the steps of the order's jobs.</summary>
    public static IReadOnlyList<string> Missing(IReadOnlyList<OrderStep> steps, OrderFlow flow)
    {
        if (steps.Count == 0) return [OrderStep.NoJob];
        var inspection = QaPass.StepsOf(flow);
        var named = flow.QualityGates.TryGetValue(Called, out var gate) ? gate.Steps : [];
        return
        [
            .. steps.Where(step => !step.IsCompleted && (named.Count > 0 ? step.IsOneOf(named) : !step.IsOneOf(inspection)))
                .Select(step => FormattableString.Invariant($"{step.Name} of job {step.Job} is not completed")),
        ];
    }
}
