using FactoryFlow.Events;
using FactoryFlow.Platform.Data;
using FactoryFlow.Platform.Messages;
using FactoryFlow.Workflow.Feed;

namespace FactoryFlow.Workflow.Webhooks;

/// <summary>Keeps a fact among the tenant's events, and writes a delivery for each webhook that listens to it.</summary>
internal sealed class TellOn<TFact> : IFactHandler<TFact> where TFact : IFact
{
    // Facts of all types come by one queue.
    public static string Name => "tell-webhooks";

    public Action<IReadOnlyList<TFact>> Plan(TenantTx tx, IReadOnlyList<TFact> facts)
    {
        var listeners = WebhookStore.AskListeners(tx);
        return fresh =>
        {
            var told = fresh.Select(fact => (Fact: fact, Name: WebhookEvents.NameOf(fact), Data: WebhookEvents.DataOf(fact))).ToList();
            EventStore.Add(tx, [.. told.Select(t => new NewEvent(t.Fact.EventId, t.Name, t.Data.ToJsonString(), t.Fact.OccurredAt))]);
            foreach (var (fact, name, data) in told)
            {
                var listening = listeners.Rows.Where(listener => WebhookEvents.Hears(listener.Events, name)).ToList();
                if (listening.Count == 0) continue;
                var body = WebhookEvents.BodyOf(fact, data);
                foreach (var listener in listening) DeliveryStore.Add(tx, DeliveryRow.Of(tx, listener.Id, fact.EventId, name), body);
            }
        };
    }
}
