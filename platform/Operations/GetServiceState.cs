using FactoryFlow.Platform.Data;
using FactoryFlow.Platform.Messages;
using FactoryFlow.Tenancy.V1;
using Grpc.Core;

namespace FactoryFlow.Platform.Operations;

public sealed partial class OperationsSource
{
    /// <inheritdoc />
    public override async Task<ServiceState> GetServiceState(GetServiceStateRequest request, ServerCallContext context)
    {
        var outbox = await OutboxState.Look(_db, context.CancellationToken);
        var waiting = await _db.Through(Door.Operations, tx => tx.One<Waiting>($"""
            select (select count(*) from undeliverable_facts where state = 'OPEN')::int as facts, (select count(*) from sagas)::int as sagas
            """), context.CancellationToken);
        var state = new ServiceState
        {
            Service = _settings.Service,
            WaitingFacts = outbox.Facts - outbox.Unreadable,
            OldestFactTime = Wire.Time(outbox.Oldest),
            OldestFactType = outbox.Type ?? "",
            LagSeconds = (int)Math.Min(outbox.Lag(_clock.GetUtcNow()).TotalSeconds, int.MaxValue),
            UnreadableFacts = outbox.Unreadable,
            UndeliverableFacts = waiting!.Facts,
            Sagas = waiting.Sagas,
            BrokerProblem = _keeper.Trouble ?? "",
        };
        state.Queues.Add((_collector.Depths ?? []).Select(d => new QueueState { Name = d.Queue, ReadyFacts = d.Ready, Consumers = d.Consumers }));
        return state;
    }

    private sealed record Waiting(int Facts, int Sagas);
}
