using System.Collections.Immutable;
using System.Text.Json;
using FactoryFlow.Platform.Data;
using FactoryFlow.Platform.Errors;
using FactoryFlow.Workflow.Engine;
using FactoryFlow.Workflow.Instances;
using FactoryFlow.Workflow.Slas;

namespace FactoryFlow.Workflow.Timers;

/// <summary>What happens when a timer is due: one transaction as the timer's tenant. One that is gone, or whose stay is over, does nothing.</summary>
internal sealed class Firing(Mover mover, Escalating escalating)
{
    /// <summary>Fires a timer.</summary>
    /// <returns>Whether it was still there.</returns>
    public async Task<bool> Fire(TenantTx tx, TimerRow timer)
    {
        var gone = TimerStore.AskGone(tx, timer);
        await tx.Flush();
        if (gone.Rows.Count == 0) return false;
        if (timer.Purpose == TimerRow.Sla) await escalating.GoOn(tx, timer);
        else await MoveOn(tx, timer);
        return true;
    }

    private async Task MoveOn(TenantTx tx, TimerRow timer)
    {
        Step step;
        try
        {
            step = await mover.Decide(tx, By(timer, new FireTimer(timer.Token, timer.Visit)), null);
        }
        catch (Refusal refused)
        {
            // Nobody is there to be told: the instance fails visibly instead of waiting for ever.
            step = await mover.Decide(tx, By(timer, new GiveUp(refused.Message)), null);
        }

        Mover.Write(tx, step, "workflow_instance.timer_fired");
    }

    private static Move By(TimerRow timer, Command command) =>
        new(timer.InstanceId, command, "", ImmutableSortedDictionary<string, JsonElement>.Empty) { Action = "workflow_instance.timer_fired" };
}
