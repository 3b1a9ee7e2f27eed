using FactoryFlow.Platform.Data;
using FactoryFlow.Platform.Messages;
using FactoryFlow.Tenancy.V1;
using Grpc.Core;

namespace FactoryFlow.Platform.Operations;

public sealed partial class OperationsSource
{
    private const int MostCounted = 100_000;

    /// <inheritdoc />
    public override async Task<ServiceState> GetServiceState(GetServiceStateRequest request, ServerCallContext context)
    {
        // A sandbox says by its own clock when something was: its facts say nothing of how long they wait.
        var outbox = await _db.Through(Door.Relay, tx => tx.One<Outbox>($"""
            select counted.facts, counted.unreadable,
                   (select type from outbox where not starts_with(type, {OutboxRelay.UnreadableMark}) and substr(tenant_id::text, 15, 1) <> '8' order by sequence limit 1) as type,
                   (select (body::jsonb ->> 'occurredAt')::timestamptz from outbox where not starts_with(type, {OutboxRelay.UnreadableMark}) and substr(tenant_id::text, 15, 1) <> '8' order by sequence limit 1) as oldest
            from (select count(*)::int as facts, count(*) filter (where starts_with(type, {OutboxRelay.UnreadableMark}))::int as unreadable
                  from (select type from outbox limit {MostCounted}) first) counted
            """), context.CancellationToken);
        var waiting = await _db.Through(Door.Operations, tx => tx.One<Waiting>($"""
            select (select count(*) from undeliverable_facts where state = 'OPEN')::int as facts, (select count(*) from sagas)::int as sagas
            """), context.CancellationToken);
        var state = new ServiceState
        {
            Service = _settings.Service,
            WaitingFacts = outbox!.Facts - outbox.Unreadable,
            OldestFactTime = Wire.Time(outbox.Oldest),
            OldestFactType = outbox.Type ?? "",
            LagSeconds = outbox.Oldest is { } oldest ? (int)Math.Clamp((_clock.GetUtcNow() - oldest).TotalSeconds, 0, int.MaxValue) : 0,
            UnreadableFacts = outbox.Unreadable,
            UndeliverableFacts = waiting!.Facts,
            Sagas = waiting.Sagas,
            BrokerProblem = _keeper.Trouble ?? "",
        };
        state.Queues.Add((_collector.Depths ?? []).Select(d => new QueueState { Name = d.Queue, ReadyFacts = d.Ready, Consumers = d.Consumers }));
        return state;
    }

    private sealed record Outbox(int Facts, int Unreadable, string? Type, DateTimeOffset? Oldest);

    private sealed record Waiting(int Facts, int Sagas);
}
