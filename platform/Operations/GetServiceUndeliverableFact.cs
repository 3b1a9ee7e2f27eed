using FactoryFlow.Tenancy.V1;
using Grpc.Core;

namespace FactoryFlow.Platform.Operations;

public sealed partial class OperationsSource
{
    /// <inheritdoc />
    public override Task<UndeliverableFact> GetServiceUndeliverableFact(GetServiceUndeliverableFactRequest request, ServerCallContext context) =>
        OfFact(context, FactId(request.Request?.FactId ?? ""), (tx, fact) =>
        {
            // Whoever looks into a tenant from outside leaves a trace in it.
            tx.Audit("undeliverable_fact.read", "undeliverable_fact", fact.Id, Described(fact));
            return Task.FromResult(fact.ToWholeMessage(_settings.Service));
        });
}
