using FactoryFlow.Events.Workflow;
using FactoryFlow.Platform.Data;

namespace FactoryFlow.Workflow.Tasks;

/// <summary>What others are told of tasks.</summary>
internal sealed class TaskFacts(TenantTx tx, Guid actor)
{
    public WorkflowTaskCreated Created(TaskRow task) => new()
    {
        EventId = tx.NewId(), TenantId = tx.TenantId, OccurredAt = tx.Now, TaskId = task.Id, InstanceId = task.InstanceId, DefinitionName = task.DefinitionName,
        BusinessKey = task.BusinessKey, State = task.State, Roles = task.Roles, DueTime = task.DueTime,
    };

    public WorkflowTaskAssigned Assigned(TaskRow task) => new()
    {
        EventId = tx.NewId(), TenantId = tx.TenantId, OccurredAt = tx.Now, TaskId = task.Id, InstanceId = task.InstanceId, DefinitionName = task.DefinitionName,
        BusinessKey = task.BusinessKey, State = task.State, Roles = task.Roles, AssigneeId = task.AssigneeId, ActorId = actor,
    };

    public WorkflowTaskCompleted Completed(TaskRow task, string transition) => new()
    {
        EventId = tx.NewId(), TenantId = tx.TenantId, OccurredAt = tx.Now, TaskId = task.Id, InstanceId = task.InstanceId, DefinitionName = task.DefinitionName,
        BusinessKey = task.BusinessKey, State = task.State, Transition = transition, ActorId = actor,
    };
}
