using FactoryFlow.Platform.Data;
using FactoryFlow.Workflow.Definitions;
using FactoryFlow.Workflow.Engine;
using FactoryFlow.Workflow.Instances;
using static FactoryFlow.Workflow.V1.UserTask.Types;

namespace FactoryFlow.Workflow.Tasks;

/// <summary>Tasks follow the instances: one begins with each stay in a manual state and ends with it.</summary>
internal static class TaskFollower
{
    /// <summary>Writes the tasks that a decision begins and ends, and what others are told of them.</summary>
    public static void Follow(TenantTx tx, Step step)
    {
        var (begun, ended) = step.Stays;
        int[] over = [.. ended.Where(t => IsTask(step.Definition, t)).Select(t => t.Visit)];
        if (over.Length > 0)
        {
            // Where the instance ends by another branch or by force, nobody completed what was left.
            int[] left = [.. step.Decision.Events.OfType<Moved>().SelectMany(m => ended.Where(t => t.Id == m.Token && t.State == m.From)).Select(t => t.Visit).Intersect(over)];
            if (left.Length > 0) TaskStore.End(tx, step.After.Id, left, step.Actor);
            if (left.Length < over.Length) TaskStore.End(tx, step.After.Id, [.. over.Except(left)], null);
        }

        foreach (var token in begun.Where(t => IsTask(step.Definition, t))) Add(tx, step, token, tx.Now);
    }

    /// <summary>Writes the task of a stay, and what others are told of it.</summary>
    /// <param name="tx">The transaction.</param>
    /// <param name="step">What the instance becomes.</param>
    /// <param name="token">Where it stays.</param>
    /// <param name="since">Since when.</param>
    public static void Add(TenantTx tx, Step step, Token token, DateTimeOffset since)
    {
        var (facts, task) = (new TaskFacts(tx, step.Actor), Begin(tx, step, token, since));
        TaskStore.Add(tx, task);
        tx.Publish(facts.Created(task));
        if (task.AssigneeId is not null) tx.Publish(facts.Assigned(task));
    }

    private static bool IsTask(Definition definition, Token token) => definition.State(token.State).Type == StateType.Manual;

    /// <summary>The task of a stay as it begins, with all the time that it has from when the stay began.</summary>
    public static TaskRow Begin(TenantTx tx, Step step, Token token, DateTimeOffset since)
    {
        var state = step.Definition.State(token.State);
        var (assignee, roles) = Assigning.For(step.Definition, state, step.Decision.After);
        return new TaskRow(
            tx.NewId(), step.After.Id, token.Visit, state.Id, state.Name.Length > 0 ? state.Name : state.Id, EnumText.Of(Status.Open), roles, assignee, null, since + state.Due,
            tx.Now, tx.Now, null, null, step.After.DefinitionId, step.After.DefinitionName, step.After.DefinitionVersion, step.After.BusinessKey);
    }
}
