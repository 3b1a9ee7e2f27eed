using System.Text.Json;
using FactoryFlow.Events;
using FactoryFlow.Platform.Data;
using FactoryFlow.Platform.Messages;
using MassTransit;
using MassTransit.Context;
using MassTransit.Saga;
using Microsoft.Extensions.Logging;

namespace FactoryFlow.Platform.Sagas;

/// <summary>
/// Keeps MassTransit's sagas in the service's database, under the tenant of the fact that they react to: state, inbox row and
/// whatever the saga publishes are one transaction. Sagas are found by their correlation id alone.
/// </summary>
internal sealed class SagaStore<TSaga>(TenantDb db, ISagaConsumeContextFactory<TenantTx, TSaga> contexts, ILogger<SagaStore<TSaga>> log)
    : ISagaRepositoryContextFactory<TSaga>
    where TSaga : class, ISaga
{
    private static readonly string Kind = typeof(TSaga).Name;

    public void Probe(ProbeContext context) => context.Add("persistence", "postgresql");

    public async Task Send<T>(ConsumeContext<T> context, IPipe<SagaRepositoryContext<TSaga, T>> next) where T : class
    {
        if (context.Message is not IFact fact)
            throw new InvalidOperationException($"{typeof(T)} is no fact: a saga learns its tenant from the fact that it reacts to.");
        using var scope = log.BeginScope(new FactScope(fact));
        await Outage.Outlast(() => db.As(fact.TenantId, async tx =>
        {
            var fresh = await tx.All<Guid>($"""
                insert into inbox (tenant_id, consumer, event_id, handled_time) values ({fact.TenantId}, {Kind}, {fact.EventId}, {tx.Now})
                on conflict do nothing returning event_id
                """);
            if (fresh.Count > 0) await next.Send(new Context<T>(context, tx, contexts));
            return true;
        }, context.CancellationToken), log, context.CancellationToken);
    }

    public Task SendQuery<T>(ConsumeContext<T> context, ISagaQuery<TSaga> query, IPipe<SagaRepositoryQueryContext<TSaga, T>> next) where T : class =>
        throw new NotSupportedException("Sagas are correlated by id.");

    /// <summary>What a saga does in the course of one fact. Publishing past the transaction is refused: <see cref="SagaFacts.PublishFact" /> is the way.</summary>
    private sealed class Context<T> : ConsumeContextScope<T>, SagaRepositoryContext<TSaga, T>
        where T : class
    {
        private readonly TenantTx _tx;
        private readonly ISagaConsumeContextFactory<TenantTx, TSaga> _contexts;

        public Context(ConsumeContext<T> context, TenantTx tx, ISagaConsumeContextFactory<TenantTx, TSaga> contexts)
            : base(context, tx)
        {
            (_tx, _contexts) = (tx, contexts);
            // What the saga's own contexts publish and send with.
            ReceiveContext = new WithoutEndpoints(context.ReceiveContext);
        }

        public Task<SagaConsumeContext<TSaga, TMessage>> CreateSagaConsumeContext<TMessage>(
            ConsumeContext<TMessage> consumeContext, TSaga instance, SagaConsumeContextMode mode)
            where TMessage : class => _contexts.CreateSagaConsumeContext(_tx, consumeContext, instance, mode);

        public Task<SagaConsumeContext<TSaga, T>> Add(TSaga instance) => _contexts.CreateSagaConsumeContext(_tx, this, instance, SagaConsumeContextMode.Add);

        public Task<SagaConsumeContext<TSaga, T>> Insert(TSaga instance)
        {
            WriteNew(instance);
            return _contexts.CreateSagaConsumeContext(_tx, this, instance, SagaConsumeContextMode.Insert);
        }

        public async Task<SagaConsumeContext<TSaga, T>> Load(Guid correlationId)
        {
            var state = await _tx.One<string>($"""
                select state::text from sagas where tenant_id = {_tx.TenantId} and kind = {Kind} and correlation_id = {correlationId} for update
                """);
            // MassTransit takes null for "not there".
            return state is null ? null! : await _contexts.CreateSagaConsumeContext(_tx, this, JsonSerializer.Deserialize<TSaga>(state)!, SagaConsumeContextMode.Load);
        }

        public Task Save(SagaConsumeContext<TSaga> saga)
        {
            WriteNew(saga.Saga);
            return Task.CompletedTask;
        }

        public Task Update(SagaConsumeContext<TSaga> saga)
        {
            _tx.Write($"""
                update sagas set state = {StateOf(saga.Saga)}, version = version + 1, update_time = {_tx.Now}
                where tenant_id = {_tx.TenantId} and kind = {Kind} and correlation_id = {saga.Saga.CorrelationId}
                """);
            return Task.CompletedTask;
        }

        public Task Delete(SagaConsumeContext<TSaga> saga)
        {
            _tx.Write($"delete from sagas where tenant_id = {_tx.TenantId} and kind = {Kind} and correlation_id = {saga.Saga.CorrelationId}");
            return Task.CompletedTask;
        }

        public Task Discard(SagaConsumeContext<TSaga> saga) => Task.CompletedTask;

        public Task Undo(SagaConsumeContext<TSaga> saga) => Task.CompletedTask;

        private void WriteNew(TSaga saga) =>
            _tx.Write($"""
                insert into sagas (tenant_id, kind, correlation_id, version, state, update_time)
                values ({_tx.TenantId}, {Kind}, {saga.CorrelationId}, 1, {StateOf(saga)}, {_tx.Now})
                """);

        private static Json StateOf(TSaga saga) => new(JsonSerializer.Serialize(saga));
    }
}
