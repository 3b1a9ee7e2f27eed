using FactoryFlow.Events;
using FactoryFlow.Platform.Data;
using FactoryFlow.Platform.Messages;
using FactoryFlow.Workflow.Feed;
using FactoryFlow.Workflow.Triggers;

namespace FactoryFlow.Workflow.Webhooks;

/// <summary>Keeps a fact among the tenant's events, and writes down what each webhook and each trigger that listens to it is to do.</summary>
internal sealed class TellOn<TFact>(Causes causes) : IFactHandler<TFact> where TFact : IFact
{
    // Facts of all types come by one queue.
    public static string Name => "tell-webhooks";

    public Action<IReadOnlyList<TFact>> Plan(TenantTx tx, IReadOnlyList<TFact> facts)
    {
        var listeners = WebhookStore.AskListeners(tx);
        var hearing = Hearing.Ask(tx, causes, WebhookEvents.NameOf(typeof(TFact)));
        return fresh =>
        {
            // Ids of the same millisecond are in no order.
            var told = fresh.OrderBy(fact => fact.OccurredAt).Select(fact => (Fact: fact, Name: WebhookEvents.NameOf(fact), Data: WebhookEvents.DataOf(fact))).ToList();
            List<NewEvent> kept = [.. told.Select(t => new NewEvent(t.Fact.EventId, t.Name, t.Data.ToJsonString(), t.Fact.OccurredAt))];
            EventStore.Add(tx, kept);
            foreach (var ((fact, name, data), e) in told.Zip(kept))
            {
                hearing.Hear(fact, e.Data);
                var listening = listeners.Rows.Where(listener => WebhookEvents.Hears(listener.Events, name)).ToList();
                if (listening.Count == 0) continue;
                var body = WebhookEvents.BodyOf(fact, data);
                foreach (var listener in listening) DeliveryStore.Add(tx, DeliveryRow.Of(tx, listener.Id, fact.EventId, name), body);
            }
        };
    }
}
