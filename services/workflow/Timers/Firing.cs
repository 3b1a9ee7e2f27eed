using System.Text.Json;
using FactoryFlow.Platform.Data;
using FactoryFlow.Workflow.Engine;
using FactoryFlow.Workflow.Instances;
using FactoryFlow.Workflow.Slas;
using FactoryFlow.Workflow.SubWorkflows;

namespace FactoryFlow.Workflow.Timers;

/// <summary>What happens when a timer is due: one transaction as the timer's tenant. One that is gone, or whose stay is over, does nothing.</summary>
internal sealed class Firing(Mover mover, Escalating escalating, Family family)
{
    /// <summary>Fires a timer.</summary>
    /// <returns>Whether it was still there.</returns>
    public async Task<bool> Fire(TenantTx tx, TimerRow timer)
    {
        var gone = TimerStore.AskGone(tx, timer);
        await tx.Flush();
        if (gone.Rows.Count == 0) return false;
        switch (timer.Purpose)
        {
            case TimerRow.Sla:
                await escalating.GoOn(tx, timer);
                break;
            case TimerRow.Left:
                await family.Stop(tx, timer);
                break;
            case TimerRow.Ended:
                if (await family.Ending(tx, timer) is { } ending) await MoveOn(tx, timer, ending, "workflow_instance.sub_workflow_ended");
                break;
            default:
                await MoveOn(tx, timer, new FireTimer(timer.Token, timer.Visit), "workflow_instance.timer_fired");
                break;
        }

        return true;
    }

    /// <summary>Gives up a timer that cannot be fired: what waits for it fails, and an escalation that nobody heard of is written down.</summary>
    /// <returns>Whether it was still there.</returns>
    public async Task<bool> GiveUp(TenantTx tx, TimerRow timer)
    {
        const string Why = "Something of ours went wrong, again and again, when its time had come.";
        var gone = TimerStore.AskGone(tx, timer);
        await tx.Flush();
        if (gone.Rows.Count == 0) return false;
        switch (timer.Purpose)
        {
            case TimerRow.Sla:
                tx.Audit("workflow_instance.escalation_given_up", "workflow_instance", timer.InstanceId, new Json(JsonSerializer.Serialize(new { after = new { step = timer.Step, dueTime = timer.DueTime } })));
                break;
            case TimerRow.Left:
                if (await Family.LeftBehind(tx, timer) is { } child) await mover.Abandon(tx, child, Why);
                break;
            default:
                var (_, instance) = await InstanceStore.Read(tx, timer.InstanceId);
                if (instance.Tokens.Any(t => t.Visit == timer.Visit)) await mover.Abandon(tx, timer.InstanceId, Why);
                break;
        }

        return true;
    }

    private Task MoveOn(TenantTx tx, TimerRow timer, Command command, string action) =>
        mover.MoveOn(tx, new Move(timer.InstanceId, command, "context", (command as EndSubWorkflow)?.Output ?? Instance.NoContext) { Action = action });
}
