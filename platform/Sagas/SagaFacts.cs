using FactoryFlow.Events;
using FactoryFlow.Platform.Data;
using MassTransit;

namespace FactoryFlow.Platform.Sagas;

/// <summary>How a state machine publishes: through its transaction, never past it.</summary>
public static class SagaFacts
{
    /// <summary>Publishes a fact when, and only when, the saga's step commits.</summary>
    public static EventActivityBinder<TSaga, TFact> PublishFact<TSaga, TFact>(
        this EventActivityBinder<TSaga, TFact> binder, Func<BehaviorContext<TSaga, TFact>, TenantTx, IFact> fact)
        where TSaga : class, SagaStateMachineInstance
        where TFact : class => binder.Then(context =>
        {
            var tx = context.GetPayload<TenantTx>();
            tx.Publish(fact(context, tx));
        });
}
