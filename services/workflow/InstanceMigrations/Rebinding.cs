using FactoryFlow.Platform.Data;
using FactoryFlow.Workflow.Definitions;
using FactoryFlow.Workflow.Engine;
using FactoryFlow.Workflow.Instances;
using FactoryFlow.Workflow.Slas;
using FactoryFlow.Workflow.Tasks;
using FactoryFlow.Workflow.Timers;

namespace FactoryFlow.Workflow.InstanceMigrations;

/// <summary>What lasts as long as a stay goes on under another version: the task keeps who has it, and every time is counted anew from when the stay began.</summary>
internal static class Rebinding
{
    /// <summary>Writes the tasks and timers of an instance that is migrated as the other version wants them, before anything else of the step is written.</summary>
    public static async Task Write(TenantTx tx, Fit fit, Step step, IReadOnlyDictionary<int, DateTimeOffset> since)
    {
        var placed = ((Migrated)step.Decision.Events[0]).Tokens.ToDictionary(p => p.Token);
        var stays = step.Was.Tokens.Select(t => new Stay(t, fit.From.State(placed[t.Id].From), fit.To.State(t.State), since.GetValueOrDefault(t.Visit, tx.Now))).ToList();
        var tasks = TaskStore.AskOpen(tx, step.After.Id);
        var late = SlaStore.AskVisits(tx, step.After.Id);
        await tx.Flush();
        foreach (var stay in stays)
        {
            Rebind(tx, step, stay, tasks.Rows.FirstOrDefault(t => t.Visit == stay.Token.Visit));
            Rebind(tx, step, stay, late.Rows.Contains(stay.Token.Visit));
        }
    }

    private static void Rebind(TenantTx tx, Step step, Stay stay, TaskRow? task)
    {
        if (stay.There.Type != StateType.Manual)
        {
            if (task is not null) TaskStore.End(tx, step.After.Id, [stay.Token.Visit], null);
            return;
        }

        if (task is null)
        {
            TaskFollower.Add(tx, step, stay.Token, stay.Since);
            return;
        }

        var wanted = TaskFollower.Begin(tx, step, stay.Token, task.CreateTime);
        var after = task with { State = wanted.State, Name = wanted.Name, Roles = wanted.Roles, AssigneeId = task.AssigneeId ?? wanted.AssigneeId, DueTime = wanted.DueTime };
        TaskStore.Rebind(tx, after);
        if (after.AssigneeId != task.AssigneeId || !after.Roles.SequenceEqual(task.Roles)) tx.Publish(new TaskFacts(tx, step.Actor).Assigned(after));
    }

    private static void Rebind(TenantTx tx, Step step, Stay stay, bool isLate)
    {
        var (instance, token) = (step.After.Id, stay.Token);
        if (stay.Here is { Sla: not null } or { Wait: not null }) TimerStore.EndOwn(tx, instance, token.Visit);
        if (step.Decision.Events.OfType<TimerStarted>().FirstOrDefault(e => e.Visit == token.Visit) is { } wait)
            TimerStore.Add(tx, new TimerRow(tx.TenantId, instance, token.Visit, TimerRow.Wait, 0, token.Id, wait.DueTime));
        if (stay.There.Sla is not { } sla)
        {
            if (isLate) SlaStore.End(tx, instance, [token.Visit]);
            return;
        }

        var due = stay.Since + sla.Duration;
        // A stay is too long only once; whatever should have followed by now has followed, or is too late.
        var next = sla.Escalations.ToList().FindIndex(e => due + e.After > tx.Now);
        if (!isLate) TimerStore.Add(tx, new TimerRow(tx.TenantId, instance, token.Visit, TimerRow.Sla, 0, token.Id, due));
        else if (next >= 0) TimerStore.Add(tx, new TimerRow(tx.TenantId, instance, token.Visit, TimerRow.Sla, next + 1, token.Id, due + sla.Escalations[next].After));
    }

    /// <summary>A stay that goes on.</summary>
    private sealed record Stay(Token Token, State Here, State There, DateTimeOffset Since);
}
