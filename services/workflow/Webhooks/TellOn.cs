using FactoryFlow.Events;
using FactoryFlow.Platform.Data;
using FactoryFlow.Platform.Messages;
using FactoryFlow.Workflow.Feed;
using FactoryFlow.Workflow.Triggers;

namespace FactoryFlow.Workflow.Webhooks;

/// <summary>Keeps facts among the tenant's events, and writes down what each webhook and each trigger that listens to them is to do.</summary>
internal sealed class TellOn(Causes causes, TriggerCache triggers) : IFactHandler<IFact>
{
    // Facts of all types come by one queue.
    public static string Name => "tell-webhooks";

    // An event may be known a moment later, but should be behind what happened before it.
    public static TimeSpan Pace => TimeSpan.FromMilliseconds(50);

    public Action<IReadOnlyList<IFact>> Plan(TenantTx tx, IReadOnlyList<IFact> facts)
    {
        var listeners = WebhookStore.AskListeners(tx);
        var hearing = Hearing.Ask(tx, causes, triggers, facts.Select(WebhookEvents.NameOf));
        return fresh =>
        {
            var told = tx.InOrder(fresh).Select(fact => (Fact: fact, Name: WebhookEvents.NameOf(fact), Data: WebhookEvents.DataOf(fact))).ToList();
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
