using FactoryFlow.Events.Workflow;
using FactoryFlow.Platform.Data;
using FactoryFlow.Workflow.Activities;
using FactoryFlow.Workflow.Definitions;
using FactoryFlow.Workflow.Engine;
using FactoryFlow.Workflow.Instances;
using FactoryFlow.Workflow.Tasks;
using FactoryFlow.Workflow.Timers;

namespace FactoryFlow.Workflow.Slas;

/// <summary>What happens when an instance stays in a state for too long: it is written down and told, then it escalates step by step.</summary>
internal sealed class Escalating(DefinitionCache definitions)
{
    /// <summary>Does what is due at a timer whose instance is locked, and starts the timer of what is next.</summary>
    public async Task GoOn(TenantTx tx, TimerRow timer)
    {
        var channels = Channels.Ask(tx);
        var (row, instance) = await InstanceStore.Read(tx, timer.InstanceId);
        var mayMail = !Channels.Closed(channels).Contains(Notification.Email);
        var definition = await definitions.Of(tx, row.DefinitionId, row.DefinitionVersion);
        if (!instance.IsRunning || instance.Tokens.FirstOrDefault(t => t.Visit == timer.Visit) is not { } token || definition.State(token.State).Sla is not { } sla) return;
        var end = timer.Step == 0 ? timer.DueTime : timer.DueTime - sla.Escalations[timer.Step - 1].After;
        if (timer.Step == 0) Violate(tx, row, token, end);
        var next = Math.Max(timer.Step - 1, 0);
        for (; next < sla.Escalations.Length && end + sla.Escalations[next].After <= timer.DueTime; next++)
            await Escalate(tx, row, instance, token, sla.Escalations[next], next + 1, mayMail);
        if (next < sla.Escalations.Length) TimerStore.Add(tx, timer with { Step = next + 1, DueTime = end + sla.Escalations[next].After });
    }

    private static void Violate(TenantTx tx, InstanceRow row, Token token, DateTimeOffset due)
    {
        var violation = new SlaViolationRow(tx.NewId(), row.Id, row.DefinitionId, row.DefinitionName, row.DefinitionVersion, row.BusinessKey, token.State, due, tx.Now, null);
        SlaStore.Add(tx, violation, token.Visit);
        tx.Publish(new WorkflowSlaViolated
        {
            EventId = tx.NewId(), TenantId = tx.TenantId, OccurredAt = tx.Now, ViolationId = violation.Id, InstanceId = row.Id, DefinitionId = row.DefinitionId,
            DefinitionName = row.DefinitionName, DefinitionVersion = row.DefinitionVersion, BusinessKey = row.BusinessKey, State = token.State, DueTime = due,
        });
        tx.Audit("workflow_instance.sla_violated", "workflow_instance", row.Id, Changes.Between(null, violation.ToMessage()));
    }

    private static async Task Escalate(TenantTx tx, InstanceRow row, Instance instance, Token token, Escalation escalation, int number, bool mayMail)
    {
        if (escalation.Notify is { } notify)
        {
            tx.Publish(new WorkflowEscalated
            {
                EventId = tx.NewId(), TenantId = tx.TenantId, OccurredAt = tx.Now, InstanceId = row.Id, DefinitionName = row.DefinitionName, BusinessKey = row.BusinessKey,
                State = token.State, Number = number, UserId = Assigning.UserOf(notify.User, instance), Roles = notify.Roles,
            });
            var mail = Late(row, token, notify);
            if (mayMail && !mail.IsForNobody(instance)) tx.Publish(mail.ToFact(tx, row, instance));
        }

        if (escalation.Reassign is { } reassign) await Reassign(tx, row, instance, token, reassign);
        tx.Audit("workflow_instance.escalated", "workflow_instance", row.Id);
    }

    private static Notification Late(InstanceRow row, Token token, Assignment notify)
    {
        var name = row.BusinessKey.Length > 0 ? $"{row.DefinitionName} {row.BusinessKey}" : row.DefinitionName;
        return new Notification(
            Notification.Email, notify.User, notify.Roles, "", $"{name} has been waiting for too long in {token.State}",
            $"The workflow {name} has been in the state {token.State} for longer than it should. Its id is {row.Id}.");
    }

    private static async Task Reassign(TenantTx tx, InstanceRow row, Instance instance, Token token, Assignment to)
    {
        tx.Ask<int>($"select 1 from tasks where tenant_id = {tx.TenantId} and instance_id = {row.Id} and visit = {token.Visit} for no key update");
        var task = await tx.One<TaskRow>($"{TaskStore.Shown()} where t.tenant_id = {tx.TenantId} and t.instance_id = {row.Id} and t.visit = {token.Visit} and t.status = 'OPEN'");
        if (task is null) return;
        var after = Assigning.Reassign(task, Assigning.UserOf(to.User, instance), [.. to.Roles]);
        TaskStore.Save(tx, after);
        tx.Publish(new TaskFacts(tx, Guid.Empty).Assigned(after));
        tx.Audit("workflow_task.reassigned", "workflow_task", task.Id, Changes.Between(task.ToMessage(), after.ToMessage()));
    }
}
