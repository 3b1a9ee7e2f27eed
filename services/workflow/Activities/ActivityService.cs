using FactoryFlow.Platform.Auth;
using FactoryFlow.Platform.Data;
using FactoryFlow.Platform.Errors;
using FactoryFlow.Workflow.Engine;
using FactoryFlow.Workflow.Instances;
using Google.Protobuf;
using Grpc.Core;
using Instance = FactoryFlow.Workflow.Engine.Instance;

namespace FactoryFlow.Workflow.Activities;

/// <summary>The RPCs on what instances have done, one file each.</summary>
internal sealed partial class ActivityService(TenantDb db, Mover mover) : V1.ActivityService.ActivityServiceBase
{
    private const int LongestReason = 500;

    // Whoever moves an instance locks it before its activities, and so does this.
    private Task<V1.Activity> Change(
        Guid instance, int number, string action, IMessage request, ServerCallContext context, Func<TenantTx, ActivityRow, Command?> command) => db.Write(context, request, async tx =>
    {
        await InstanceStore.Read(tx, instance, isLocked: true);
        var found = ActivityStore.Ask(tx, instance, number);
        await tx.Flush();
        var activity = found.First ?? throw Reasons.ActivityNotFound.Refuse($"The instance has asked for no activity {number}.", "number");
        if (!activity.IsPending && !activity.IsSuspended) throw Reasons.ActivityNotWaiting.Refuse($"The activity is {activity.StatusText}.");
        if (command(tx, activity) is { } wanted)
            Mover.Write(tx, await mover.Decide(tx, new Move(instance, wanted, "context", Instance.NoContext) { Action = action }, context.Caller()), action);
        else
            tx.Audit(action, "workflow_instance", instance);
        var after = ActivityStore.Ask(tx, instance, number);
        await tx.Flush();
        return after.First!.ToMessage(tx.RealNow);
    });

    private static (Guid Instance, int Number) Named(Check check, string instance, int number)
    {
        var id = check.Id("instance_id", instance);
        check.That(number > 0, "number", "must be 1 or more");
        return (id, number);
    }
}
