using FactoryFlow.Platform.Errors;
using FactoryFlow.Workflow.Conditions;
using FactoryFlow.Workflow.V1;
using Grpc.Core;

namespace FactoryFlow.Workflow.Tasks;

internal sealed partial class TaskService
{
    public override Task<UserTask> GetTask(GetTaskRequest request, ServerCallContext context)
    {
        var check = new Check();
        var id = check.Id("task_id", request.TaskId);
        check.Done();
        return db.Read(context, async tx =>
        {
            var task = await TaskStore.Read(tx, id, context);
            var definition = await definitions.Of(tx, task.DefinitionId, task.DefinitionVersion);
            var message = task.ToMessage();
            message.Form.AddRange(definition.State(task.State).Form?.Select(f => new FormField { Name = f.Key, Type = VariableTypes.NameOf(f.Value.Type), Required = f.Value.IsRequired }) ?? []);
            message.Ways.AddRange(definition.From(task.State).Select(t => new Transition { Id = t.Id, Name = t.Name, From = t.From, To = t.To }));
            return message;
        });
    }
}
