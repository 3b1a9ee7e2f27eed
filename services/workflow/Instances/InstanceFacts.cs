using FactoryFlow.Events;
using FactoryFlow.Events.Workflow;
using FactoryFlow.Platform.Data;
using FactoryFlow.Workflow.Engine;

namespace FactoryFlow.Workflow.Instances;

/// <summary>What others are told of what happened to an instance.</summary>
internal sealed class InstanceFacts(TenantTx tx, InstanceRow row, Guid actor)
{
    public IEnumerable<IFact> Of(WorkflowEvent e) => e switch
    {
        Started s => [Started(s)],
        Moved m => [Transitioned(m.Transition, m.From, m.To, m.Reason ?? "")],
        Forked f => f.Branches.Select(b => Transitioned(b.Transition, f.State, b.To, "")),
        Migrated m => [Migrated(m)],
        Completed c => [Completed(c)],
        Failed f => [Failed(f)],
        Cancelled c => [Cancelled(c)],
        _ => [],
    };

    private WorkflowInstanceStarted Started(Started e) => new()
    {
        EventId = tx.NewId(), TenantId = tx.TenantId, OccurredAt = tx.Now, InstanceId = row.Id, DefinitionId = row.DefinitionId, DefinitionName = row.DefinitionName,
        DefinitionVersion = row.DefinitionVersion, BusinessKey = row.BusinessKey, State = e.State, ActorId = actor,
    };

    private WorkflowTransitioned Transitioned(string transition, string from, string to, string reason) => new()
    {
        EventId = tx.NewId(), TenantId = tx.TenantId, OccurredAt = tx.Now, InstanceId = row.Id, DefinitionId = row.DefinitionId, DefinitionName = row.DefinitionName,
        DefinitionVersion = row.DefinitionVersion, BusinessKey = row.BusinessKey, Transition = transition, FromState = from, ToState = to, Reason = reason, ActorId = actor,
    };

    private WorkflowInstanceMigrated Migrated(Migrated e) => new()
    {
        EventId = tx.NewId(), TenantId = tx.TenantId, OccurredAt = tx.Now, InstanceId = row.Id, DefinitionId = row.DefinitionId, DefinitionName = row.DefinitionName,
        FromVersion = e.From, DefinitionVersion = e.To, BusinessKey = row.BusinessKey, FromStates = [.. e.Tokens.Select(t => t.From)], ToStates = [.. e.Tokens.Select(t => t.To)], ActorId = actor,
    };

    private WorkflowCompleted Completed(Completed e) => new()
    {
        EventId = tx.NewId(), TenantId = tx.TenantId, OccurredAt = tx.Now, InstanceId = row.Id, DefinitionId = row.DefinitionId, DefinitionName = row.DefinitionName,
        DefinitionVersion = row.DefinitionVersion, BusinessKey = row.BusinessKey, State = e.State,
    };

    private WorkflowInstanceFailed Failed(Failed e) => new()
    {
        EventId = tx.NewId(), TenantId = tx.TenantId, OccurredAt = tx.Now, InstanceId = row.Id, DefinitionId = row.DefinitionId, DefinitionName = row.DefinitionName,
        DefinitionVersion = row.DefinitionVersion, BusinessKey = row.BusinessKey, Error = e.Error,
    };

    private WorkflowInstanceCancelled Cancelled(Cancelled e) => new()
    {
        EventId = tx.NewId(), TenantId = tx.TenantId, OccurredAt = tx.Now, InstanceId = row.Id, DefinitionId = row.DefinitionId, DefinitionName = row.DefinitionName,
        DefinitionVersion = row.DefinitionVersion, BusinessKey = row.BusinessKey, Reason = e.Reason, ActorId = actor,
    };
}
