using FactoryFlow.Platform.Data;
using FactoryFlow.Production.V1;

namespace FactoryFlow.Production.QualityGates;

/// <summary>The quality gates that there are.</summary>
internal sealed class Gates(IEnumerable<IQualityGate> gates)
{
    private const string Unknown = "nobody knows the gate";

    private readonly SortedDictionary<string, IQualityGate> _byName = new(gates.ToDictionary(gate => gate.Name), StringComparer.Ordinal);

    public IReadOnlyCollection<string> Names => _byName.Keys;

    /// <summary>What would clear something that is missing.</summary>
    public static string Remedy(string missing) => missing switch
    {
        OrderStep.NoJob => "Create a job that names the order, or have the gate disabled in the order flow.",
        Unknown => "Have the gate taken out of the definition, or ask the platform's operator for a version that knows it.",
        _ => "See to it in the job, then try again.",
    };

    /// <summary>Asks gates of an order. One whose feature is off, or which the flow has disabled, is passed without being asked.</summary>
    /// <param name="tx">The transaction.</param>
    /// <param name="orderId">The order.</param>
    /// <param name="flow">The flow that it goes by.</param>
    /// <param name="features">Those that are on.</param>
    /// <param name="names">Which gates; one that this version does not know is never passed.</param>
    public async Task<IReadOnlyDictionary<string, QualityGateResult>> Ask(TenantTx tx, Guid orderId, OrderFlow flow, IReadOnlySet<string> features, IEnumerable<string> names)
    {
        var results = new SortedDictionary<string, QualityGateResult>(StringComparer.Ordinal);
        foreach (var name in names.Distinct())
        {
            var gate = _byName.GetValueOrDefault(name);
            var isSkipped = gate is not null && (!features.Contains(gate.Feature) || (flow.QualityGates.TryGetValue(name, out var setting) && setting.IsDisabled));
            var result = new QualityGateResult { Gate = name, IsSkipped = isSkipped };
            if (gate is null) result.Failings.Add(Unknown);
            else if (!isSkipped) result.Failings.AddRange(await gate.Check(tx, orderId, flow));
            result.IsPassed = result.Failings.Count == 0;
            results[name] = result;
        }

        return results;
    }
}
