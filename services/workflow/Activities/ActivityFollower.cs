using System.Text.Json;
using FactoryFlow.Events.Workflow;
using FactoryFlow.Platform.Data;
using FactoryFlow.Workflow.Definitions;
using FactoryFlow.Workflow.Engine;
using FactoryFlow.Workflow.Instances;
using Status = FactoryFlow.Workflow.V1.Activity.Types.Status;

namespace FactoryFlow.Workflow.Activities;

/// <summary>Activities follow the instances: what was asked for is written down with what became of it, and what is to be told is published.</summary>
internal static class ActivityFollower
{
    /// <summary>Writes what a decision asks for and what has ended by it, in the order in which it happened.</summary>
    public static void Follow(TenantTx tx, Step step)
    {
        var (instance, asked) = (step.After.Id, new Dictionary<int, ActivityRequested>());
        foreach (var e in step.Decision.Events)
        {
            switch (e)
            {
                case ActivityRequested a:
                    asked[a.Number] = a;
                    Ask(tx, step, a);
                    break;
                case ActivitySucceeded s:
                    ActivityStore.End(tx, instance, s.Number, Status.Succeeded, "");
                    ActivityStore.Undone(tx, instance, s.Number);
                    if (asked.TryGetValue(s.Number, out var done)) Tell(tx, step, done);
                    break;
                case ActivityFailed f:
                    ActivityStore.End(tx, instance, f.Number, Status.Failed, f.Error, f.IsSuspended);
                    break;
                case ActivitySkipped s:
                    ActivityStore.End(tx, instance, s.Number, Status.Skipped, s.Reason);
                    break;
                case Failed or Cancelled:
                    ActivityStore.Cancel(tx, instance);
                    break;
            }
        }
    }

    private static void Ask(TenantTx tx, Step step, ActivityRequested asked)
    {
        var activity = ActivityOf(step, asked);
        var isFirst = asked.Attempt == 1;
        // A retry that an operator asks for follows no failure of the same decision, and is due at once.
        var isAgain = step.Decision.Events.OfType<ActivityFailed>().Any(f => f.Number == asked.Number && !f.IsGivenUp);
        var due = isFirst && activity.Type == ActivityType.Wait && asked.Input is { } input ? tx.Now + System.Xml.XmlConvert.ToTimeSpan(input.GetProperty("duration").GetString()!)
            : isAgain ? tx.Now + Backoff.After(activity, asked.Attempt - 1, Random.Shared.NextDouble())
            : tx.Now;
        if (isFirst) ActivityStore.Add(tx, step.After.Id, asked, activity.Type, due);
        else ActivityStore.Begin(tx, step.After.Id, asked, due);
    }

    private static void Tell(TenantTx tx, Step step, ActivityRequested asked)
    {
        if (asked.Input is not { } input) return;
        switch (ActivityOf(step, asked).Type)
        {
            case ActivityType.SendNotification:
                tx.Publish(Notification.Read(input).ToFact(tx, step.After, step.Decision.After));
                break;
            case ActivityType.EmitEvent:
                tx.Publish(new WorkflowEventEmitted
                {
                    EventId = tx.NewId(), TenantId = tx.TenantId, OccurredAt = tx.Now, InstanceId = step.After.Id, DefinitionName = step.After.DefinitionName,
                    BusinessKey = step.After.BusinessKey, Name = input.GetProperty("name").GetString()!,
                    Data = input.TryGetProperty("data", out var data) ? data : JsonElement.Parse("{}"), TriggerDepth = step.After.TriggerDepth,
                });
                break;
        }
    }

    private static Activity ActivityOf(Step step, ActivityRequested asked) => Run.ActivityOf(step.Definition, asked.Transition, asked.Index, asked.IsCompensation, asked.Origin);
}
