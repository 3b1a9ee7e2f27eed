using FactoryFlow.Platform.Auth;
using FactoryFlow.Platform.Data;
using FactoryFlow.Workflow.Definitions;
using FactoryFlow.Workflow.Instances;
using FactoryFlow.Workflow.V1;
using Google.Protobuf;
using Grpc.Core;

namespace FactoryFlow.Workflow.Tasks;

/// <summary>The RPCs on tasks, one file each.</summary>
internal sealed partial class TaskService(TenantDb db, DefinitionCache definitions, Mover mover, Gatekeeper gates) : V1.TaskService.TaskServiceBase
{
    // Changes whose a task is. Of two at once the second decides on what the first left.
    private Task<UserTask> Change(Guid id, IMessage request, ServerCallContext context, string action, Func<TaskRow, TaskRow> change) =>
        db.Write(context, request, async tx =>
        {
            var before = await TaskStore.Read(tx, id, context, isLocked: true);
            var after = change(before);
            if (after == before) return before.ToMessage();
            after = after with { UpdateTime = tx.Now };
            TaskStore.Save(tx, after);
            tx.Publish(new TaskFacts(tx, context.Caller().Subject).Assigned(after));
            tx.Audit(action, "workflow_task", id, Changes.Between(before.ToMessage(), after.ToMessage()));
            return after.ToMessage();
        });
}
