using System.Collections.Concurrent;
using FactoryFlow.Events;
using FactoryFlow.Platform.Sagas;
using FactoryFlow.Platform.Tests.Support;
using MassTransit;

namespace FactoryFlow.Platform.Tests.Sagas;

public enum Trouble
{
    None,
    FailsOnce,
    PublishesPastTheTransaction,
    SendsPastTheTransaction,
}

public sealed record FirstHalf(Guid EventId, Guid TenantId, DateTimeOffset OccurredAt, Guid PairId, Trouble Trouble = Trouble.None) : IFact;

public sealed record SecondHalf(Guid EventId, Guid TenantId, DateTimeOffset OccurredAt, Guid PairId) : IFact;

/// <summary>A saga that waits for two facts in whatever order, and publishes one fact when it has both.</summary>
public sealed class Pair : SagaStateMachineInstance
{
    public Guid CorrelationId { get; set; }

    public string CurrentState { get; set; } = "";
}

public sealed class PairMachine : MassTransitStateMachine<Pair>
{
    private readonly ConcurrentDictionary<Guid, bool> _failed = new();

    public PairMachine()
    {
        InstanceState(p => p.CurrentState);
        Event(() => First, e => e.CorrelateById(c => c.Message.PairId));
        Event(() => Second, e => e.CorrelateById(c => c.Message.PairId));
        Initially(
            When(First).Then(GiveTrouble)
                .If(c => c.Message.Trouble == Trouble.PublishesPastTheTransaction, past => past.Publish(c => Some.Fact(c.Message.TenantId, c.Message.PairId)))
                .If(c => c.Message.Trouble == Trouble.SendsPastTheTransaction, past => past.Send(new Uri("queue:elsewhere"), c => Some.Fact(c.Message.TenantId, c.Message.PairId)))
                .TransitionTo(HasFirst),
            When(Second).TransitionTo(HasSecond));
        During(HasFirst, When(Second).PublishFact((c, tx) => Some.Fact(tx.TenantId, c.Message.PairId)).Finalize());
        // The failure comes after the writing, and takes it along.
        During(HasSecond, When(First).PublishFact((c, tx) => Some.Fact(tx.TenantId, c.Message.PairId)).Then(GiveTrouble).Finalize());
        SetCompletedWhenFinalized();
    }

    public State HasFirst { get; private set; } = null!;

    public State HasSecond { get; private set; } = null!;

    public Event<FirstHalf> First { get; private set; } = null!;

    public Event<SecondHalf> Second { get; private set; } = null!;

    private void GiveTrouble(BehaviorContext<Pair, FirstHalf> context)
    {
        if (context.Message.Trouble == Trouble.FailsOnce && _failed.TryAdd(context.Message.EventId, true)) throw new DivideByZeroException();
    }
}
