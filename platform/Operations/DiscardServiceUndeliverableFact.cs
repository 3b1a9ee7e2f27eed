using FactoryFlow.Platform.Auth;
using FactoryFlow.Platform.Errors;
using FactoryFlow.Tenancy.V1;
using Grpc.Core;

namespace FactoryFlow.Platform.Operations;

public sealed partial class OperationsSource
{
    private const int LongestReason = 500;

    /// <inheritdoc />
    public override Task<UndeliverableFact> DiscardServiceUndeliverableFact(DiscardServiceUndeliverableFactRequest request, ServerCallContext context)
    {
        var check = new Check();
        var id = check.Id("fact_id", request.Request?.FactId ?? "");
        var reason = check.Text("reason", request.Request?.Reason ?? "", 1, LongestReason);
        check.Done();
        return OfFact(context, id, (tx, fact) =>
        {
            if (fact.State == UndeliverableFactRow.Retried)
                throw CommonReasons.UndeliverableFactRetried.Refuse("The fact is back in its queue. Should it fail again, it can be discarded then.", "fact_id");
            if (fact.State == UndeliverableFactRow.Discarded) return Task.FromResult(fact.ToMessage(_settings.Service));
            var discarded = fact with { State = UndeliverableFactRow.Discarded, SettleTime = tx.RealNow, SettledBy = context.Caller().Subject, DiscardReason = reason };
            UndeliverableFactStore.Settle(tx, discarded);
            tx.Audit("undeliverable_fact.discarded", "undeliverable_fact", fact.Id, Described(discarded));
            return Task.FromResult(discarded.ToMessage(_settings.Service));
        });
    }
}
