using System.Text.Json;
using FactoryFlow.Events;
using FactoryFlow.Events.Workflow;
using FactoryFlow.Platform.Data;
using FactoryFlow.Workflow.Conditions;
using FactoryFlow.Workflow.Definitions;
using FactoryFlow.Workflow.Webhooks;

namespace FactoryFlow.Workflow.Triggers;

/// <summary>
/// Which of a tenant's triggers hear an event. What they are to start is written down in the transaction that keeps the event, so that it is
/// started once, whatever ends in between; nothing is started there, since an event waits for no workflow.
/// </summary>
internal sealed class Hearing
{
    private readonly TenantTx _tx;
    private readonly Causes _causes;
    private readonly TriggerCache _triggers;
    private readonly Matching _matching = new();
    private readonly Answer<ListeningTrigger>? _listening;
    private ILookup<string, (ListeningTrigger Row, Trigger Trigger)>? _read;

    private Hearing(TenantTx tx, Causes causes, TriggerCache triggers, Answer<ListeningTrigger>? listening) => (_tx, _causes, _triggers, _listening) = (tx, causes, triggers, listening);

    /// <summary>Asks who listens to events of some names, along with whatever else is asked; of what no trigger hears nothing is.</summary>
    public static Hearing Ask(TenantTx tx, Causes causes, TriggerCache triggers, IEnumerable<string> types)
    {
        var heard = types.Where(Triggering.IsHeard).Distinct().ToArray();
        return new(tx, causes, triggers, heard.Length > 0 ? TriggerStore.AskListening(tx, heard) : null);
    }

    /// <summary>Writes down what an event starts.</summary>
    public void Hear(IFact fact, string data)
    {
        if (_listening is null or { Rows.Count: 0 }) return;
        _read ??= _listening.Rows.Select(row => (Row: row, Trigger: _triggers.Of(_tx.TenantId, row)!)).Where(read => read.Trigger is not null).ToLookup(read => read.Row.EventType);
        var type = WebhookEvents.NameOf(fact);
        if (!_read.Contains(type)) return;
        var subject = Triggering.SubjectOf(fact.EventId, type, fact.OccurredAt, JsonElement.Parse(data), _tx.Now) with { Matching = _matching };
        var depth = Math.Max(fact is WorkflowEventEmitted emitted ? emitted.TriggerDepth : 0, _causes.DepthOf(_tx.TenantId, _tx.CauseOf(fact)) ?? 0) + 1;
        foreach (var (row, trigger) in _read[type])
        {
            var verdict = trigger.Filter is { } filter ? Evaluation.Of(filter, subject) : Verdict.Yes;
            if (verdict == Verdict.No) continue;
            var heard = new HeardEvent(row.DefinitionId, row.DefinitionVersion, trigger.Id, fact.EventId, type, Shortened(Triggering.KeyOf(trigger, subject)), depth);
            if (verdict == Verdict.Clash) TriggerRunStore.AddFailed(_tx, heard, Reasons.FilterUndecided, Evaluation.Failings(trigger.Filter!, subject).First(f => f.IsClash).Message);
            else if (trigger.Debounce is { } debounce) TriggerRunStore.AddLast(_tx, heard, _tx.Now + debounce);
            else TriggerRunStore.Add(_tx, heard);
        }
    }

    // What can be no business key is refused when the instance is to start: here it only must not keep the event from being kept.
    private static string Shortened(string key) => string.Concat(key.EnumerateRunes().Where(c => !System.Text.Rune.IsControl(c)).Take(Starting.LongestKey));
}
