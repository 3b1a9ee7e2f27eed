using FactoryFlow.Events;
using FactoryFlow.Platform.Data;
using MassTransit;

namespace FactoryFlow.Platform.Sagas;

/// <summary>How a state machine publishes and writes: through its transaction, never past it.</summary>
public static class SagaFacts
{
    /// <summary>The transaction that the saga's step is part of: what it writes commits with the saga's state.</summary>
    public static TenantTx Tx<TSaga, TFact>(this BehaviorContext<TSaga, TFact> context)
        where TSaga : class, SagaStateMachineInstance
        where TFact : class => context.GetPayload<TenantTx>();

    /// <summary>Publishes a fact when, and only when, the saga's step commits.</summary>
    public static EventActivityBinder<TSaga, TFact> PublishFact<TSaga, TFact>(
        this EventActivityBinder<TSaga, TFact> binder, Func<BehaviorContext<TSaga, TFact>, TenantTx, IFact> fact)
        where TSaga : class, SagaStateMachineInstance
        where TFact : class => binder.Then(context =>
        {
            var tx = context.Tx();
            tx.Publish(fact(context, tx));
        });
}
