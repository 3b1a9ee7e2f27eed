using FactoryFlow.Platform.Data;
using FactoryFlow.Workflow.Definitions;
using FactoryFlow.Workflow.Engine;
using FactoryFlow.Workflow.Instances;

namespace FactoryFlow.Workflow.Activities;

/// <summary>Does what is due. No transaction is open while another system is called; what became of it is written down in one, and counts once.</summary>
internal sealed class Acting(TenantDb db, Mover mover, WebhookCall call, ApiCall api)
{
    /// <summary>Does an activity that was taken, and tells its instance.</summary>
    /// <exception cref="OtherKeyException">Only a process with another key can do it.</exception>
    public async Task Do(DueActivity due, CancellationToken ct)
    {
        // Others, or this one, did it as often and could not write down what became of it: it is not done once more.
        if (due.Takes > DueActivity.MostTakes)
        {
            await db.As(due.TenantId, async tx =>
            {
                await mover.Abandon(tx, due.InstanceId, $"Something of ours went wrong, again and again, with activity {due.Number}: what became of it is not known.");
                return true;
            }, CancellationToken.None);
            return;
        }

        var (error, output) = due.Type switch
        {
            ActivityType.CallWebhook => new ApiResult(await call.Make(due, ct), Instance.NoContext),
            ActivityType.CallApi => await api.Make(due, ct),
            _ => new ApiResult(null, Instance.NoContext),
        };
        Command command = error is null ? new SucceedActivity(due.Number, output) : new FailActivity(due.Number, due.Attempts + 1, error);
        // What was done is written down even by a process that stops.
        await db.As(due.TenantId, async tx =>
        {
            await mover.MoveOn(tx, new Move(due.InstanceId, command, "context", Instance.NoContext) { Action = error is null ? "workflow_instance.activity_succeeded" : "workflow_instance.activity_failed" });
            return true;
        }, CancellationToken.None);
    }
}
