using FactoryFlow.Events.Identity;
using FactoryFlow.Events.Tenancy;
using FactoryFlow.Platform.Sagas;
using FactoryFlow.Tenancy.Domains;
using MassTransit;

namespace FactoryFlow.Tenancy.Openings;

/// <summary>
/// Opens a tenant whose slug is reserved: has identity make the owner, activates the tenant, has its domain connected. Until the
/// tenant is active everything can be undone, and is when the owner is refused or late; from then on it stays, however long the domain takes.
/// Each step is one transaction; what comes late finds nothing left to do.
/// </summary>
internal sealed class OpeningMachine : MassTransitStateMachine<Opening>
{
    public OpeningMachine(DomainSettings domains)
    {
        InstanceState(o => o.CurrentState);
        Event(() => Reserved, e => e.CorrelateById(c => c.Message.TenantId));
        Event(() => OwnerCreated, e => Later(e.CorrelateById(c => c.Message.TenantId)));
        Event(() => OwnerRefused, e => Later(e.CorrelateById(c => c.Message.TenantId)));
        Event(() => Overdue, e => e.CorrelateById(c => c.Message.TenantId));
        Event(() => DomainConnected, e => Later(e.CorrelateById(c => c.Message.TenantId)));

        Initially(
            When(Reserved)
                .PublishFact((c, tx) => new OwnerRequested { EventId = tx.NewId(), TenantId = tx.TenantId, OccurredAt = tx.Now, Slug = c.Message.Slug })
                .TransitionTo(WaitingForOwner),
            // A reservation without a saga, whatever became of it, ends as well.
            When(Overdue).ThenAsync(c => OpeningSteps.Withdraw(c.Tx(), Reasons.TenantOpeningWithdrawn.Name)).Finalize());
        During(
            WaitingForOwner,
            When(OwnerCreated)
                .ThenAsync(async c => c.Saga.Providers = await OpeningSteps.Activate(c.Tx(), c.Message.UserId, domains))
                .IfElse(c => c.Saga.Providers.Count == 0, done => done.Finalize(), waiting => waiting.TransitionTo(WaitingForDomain)),
            When(OwnerRefused).ThenAsync(c => OpeningSteps.Withdraw(c.Tx(), c.Message.Reason)).Finalize(),
            When(Overdue).ThenAsync(c => OpeningSteps.Withdraw(c.Tx(), Reasons.TenantOpeningWithdrawn.Name)).Finalize());
        During(
            WaitingForDomain,
            When(DomainConnected)
                .Then(c => c.Saga.Providers = [.. c.Saga.Providers.Where(p => p != c.Message.Provider)])
                .If(c => c.Saga.Providers.Count == 0, done => done.Then(c => OpeningSteps.ActivateDomain(c.Tx())).Finalize()));
        OnUnhandledEvent(late => late.Ignore());
        SetCompletedWhenFinalized();
    }

    public State WaitingForOwner { get; private set; } = null!;

    public State WaitingForDomain { get; private set; } = null!;

    public Event<TenantReserved> Reserved { get; private set; } = null!;

    public Event<OwnerCreated> OwnerCreated { get; private set; } = null!;

    public Event<OwnerRefused> OwnerRefused { get; private set; } = null!;

    public Event<OpeningOverdue> Overdue { get; private set; } = null!;

    public Event<DomainConnected> DomainConnected { get; private set; } = null!;

    // What answers an opening that has ended is no fault.
    private static void Later<T>(IEventCorrelationConfigurator<Opening, T> fact) where T : class => fact.OnMissingInstance(missing => missing.Discard());
}
