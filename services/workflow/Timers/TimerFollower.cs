using FactoryFlow.Platform.Data;
using FactoryFlow.Workflow.Engine;
using FactoryFlow.Workflow.Instances;
using FactoryFlow.Workflow.Slas;

namespace FactoryFlow.Workflow.Timers;

/// <summary>Timers follow the instances: they begin with a stay and end with it.</summary>
internal static class TimerFollower
{
    /// <summary>Writes the timers that a decision begins, and takes out those whose stay is over.</summary>
    public static void Follow(TenantTx tx, Step step)
    {
        var (begun, ended) = step.Stays;
        int[] over = [.. ended.Where(t => step.Definition.State(t.State) is { Sla: not null } or { Wait: not null } or { Workflow: not null }).Select(t => t.Visit)];
        if (over.Length > 0) TimerStore.End(tx, step.After.Id, over);
        int[] late = [.. ended.Where(t => step.Definition.State(t.State).Sla is not null).Select(t => t.Visit)];
        if (late.Length > 0) SlaStore.End(tx, step.After.Id, late);
        foreach (var token in begun)
            if (step.Definition.State(token.State).Sla is { } sla)
                TimerStore.Add(tx, new TimerRow(tx.TenantId, step.After.Id, token.Visit, TimerRow.Sla, 0, token.Id, tx.Now + sla.Duration));
        // A timer that the same decision began and left behind again was never asked for.
        foreach (var timer in step.Decision.Events.OfType<TimerStarted>().Where(e => begun.Any(t => t.Visit == e.Visit)))
            TimerStore.Add(tx, new TimerRow(tx.TenantId, step.After.Id, timer.Visit, TimerRow.Wait, 0, timer.Token, timer.DueTime));
    }
}
