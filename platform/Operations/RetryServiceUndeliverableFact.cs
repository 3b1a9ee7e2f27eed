using FactoryFlow.Platform.Auth;
using FactoryFlow.Platform.Errors;
using FactoryFlow.Tenancy.V1;
using Grpc.Core;
using RabbitMQ.Client.Exceptions;

namespace FactoryFlow.Platform.Operations;

public sealed partial class OperationsSource
{
    /// <inheritdoc />
    public override Task<UndeliverableFact> RetryServiceUndeliverableFact(RetryServiceUndeliverableFactRequest request, ServerCallContext context) =>
        OfFact(context, FactId(request.Request?.FactId ?? ""), async (tx, fact) =>
        {
            if (fact.State == UndeliverableFactRow.Retried) return fact.ToMessage(_settings.Service);
            // Behind the lock, so that two do it once. Should the commit fail, it is in the queue and stands here as well: its inbox makes a
            // second time harmless, and losing it is what must not be.
            await PutBack(fact, context.CancellationToken);
            var retried = fact with { State = UndeliverableFactRow.Retried, Body = null, SettleTime = tx.RealNow, SettledBy = context.Caller().Subject, DiscardReason = null };
            UndeliverableFactStore.Settle(tx, retried);
            tx.Audit("undeliverable_fact.retried", "undeliverable_fact", fact.Id, Described(retried));
            return retried.ToMessage(_settings.Service);
        });

    private async Task PutBack(UndeliverableFactRow fact, CancellationToken ct)
    {
        try
        {
            await _broker.Put(fact.Queue, SetAsideFact.PropertiesOf(fact.Properties!), fact.Body!, ct);
        }
        catch (Exception e) when (e is PublishException or BrokerUnreachableException or AlreadyClosedException or OperationInterruptedException or IOException or TimeoutException
            || (e is OperationCanceledException && !ct.IsCancellationRequested))
        {
            throw CommonReasons.Unavailable.Refuse($"The broker does not take it back into {fact.Queue} just now. Retry with the same Idempotency-Key.");
        }
    }
}
