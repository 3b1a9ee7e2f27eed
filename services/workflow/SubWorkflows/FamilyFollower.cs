using FactoryFlow.Platform.Data;
using FactoryFlow.Workflow.Definitions;
using FactoryFlow.Workflow.Engine;
using FactoryFlow.Workflow.Instances;
using FactoryFlow.Workflow.Timers;

namespace FactoryFlow.Workflow.SubWorkflows;

/// <summary>Instances and those that they started follow one another: who waits is told of the end, and who is waited for no longer is stopped.</summary>
internal static class FamilyFollower
{
    /// <summary>Writes down what is to happen to the family of an instance that was moved.</summary>
    public static void Follow(TenantTx tx, Step step)
    {
        var after = step.After;
        if (step.Was.IsRunning && !step.Decision.After.IsRunning && after is { ParentId: { } parent, ParentVisit: { } visit })
            TimerStore.Add(tx, new TimerRow(tx.TenantId, parent, visit, TimerRow.Ended, 0, 0, tx.Now));
        var told = step.Decision.Events.OfType<SubWorkflowEnded>().Select(e => e.Token).ToHashSet();
        foreach (var token in step.Stays.Ended.Where(t => step.Definition.State(t.State).Type == StateType.SubWorkflow && !told.Contains(t.Id)))
            TimerStore.Add(tx, new TimerRow(tx.TenantId, after.Id, token.Visit, TimerRow.Left, 0, token.Id, tx.Now));
    }
}
