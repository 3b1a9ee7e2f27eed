using FactoryFlow.Platform.Data;
using FactoryFlow.Platform.Errors;
using FactoryFlow.Platform.Messages;
using FactoryFlow.Tenancy.V1;
using Grpc.Core;

namespace FactoryFlow.Platform.Operations;

/// <summary>What this service answers those who run the platform, about itself: each RPC is in the file of its name.</summary>
public sealed partial class OperationsSource : OperationsSourceService.OperationsSourceServiceBase
{
    private readonly TenantDb _db;
    private readonly BrokerConnection _broker;
    private readonly BrokerSettings _settings;
    private readonly SetAsideCollector _collector;
    private readonly BusKeeper _keeper;
    private readonly TimeProvider _clock;

    internal OperationsSource(TenantDb db, BrokerConnection broker, BrokerSettings settings, SetAsideCollector collector, BusKeeper keeper, TimeProvider clock) =>
        (_db, _broker, _settings, _collector, _keeper, _clock) = (db, broker, settings, collector, keeper, clock);

    private static Guid FactId(string value)
    {
        var check = new Check();
        var id = check.Id("fact_id", value);
        check.Done();
        return id;
    }

    // Whose it is is known to the fact alone: it is looked for through the door, and worked on as its tenant.
    private async Task<T> OfFact<T>(ServerCallContext context, Guid id, Func<TenantTx, UndeliverableFactRow, Task<T>> slice)
    {
        if (await _db.Through(context, Door.Operations, tx => UndeliverableFactStore.FindTenant(tx, id)) is not { } tenant) throw NotFound(id);
        return await _db.As(context, tenant, async tx => await slice(tx, await UndeliverableFactStore.Lock(tx, id) ?? throw NotFound(id)));
    }

    private static Json Described(UndeliverableFactRow fact) => new(System.Text.Json.JsonSerializer.Serialize(new
    {
        after = new { queue = fact.Queue, type = fact.Type, eventId = fact.EventId, reason = fact.DiscardReason },
    }));

    private static Refusal NotFound(Guid id) => CommonReasons.UndeliverableFactNotFound.Refuse($"No fact {id} was set aside by this service.", "fact_id");
}
