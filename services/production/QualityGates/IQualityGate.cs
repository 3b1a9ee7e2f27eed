using FactoryFlow.Platform.Data;
using FactoryFlow.Production.V1;

namespace FactoryFlow.Production.QualityGates;

/// <summary>Something that must be true of an order before it may go on. Another one is plugged in by registering it.</summary>
internal interface IQualityGate
{
    /// <summary>What flows call it.</summary>
    string Name { get; }

    /// <summary>The feature without which it is in nobody's way.</summary>
    string Feature { get; }

    /// <summary>Everything that is missing, a sentence each; nothing where the gate is passed.</summary>
    /// <param name="tx">The transaction.</param>
    /// <param name="orderId">The order.</param>
    /// <param name="flow">The flow, which says how the gate is asked.</param>
    Task<IReadOnlyList<string>> Check(TenantTx tx, Guid orderId, OrderFlow flow);
}
