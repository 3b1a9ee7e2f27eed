using FactoryFlow.Platform.Auth;
using FactoryFlow.Platform.Data;
using FactoryFlow.Platform.Errors;
using FactoryFlow.Workflow.Engine;
using FactoryFlow.Workflow.Instances;
using FactoryFlow.Workflow.V1;
using Grpc.Core;

namespace FactoryFlow.Workflow.Tasks;

internal sealed partial class TaskService
{
    private const int LongestName = 129, LongestReason = 500;

    public override async Task<CompleteTaskResponse> CompleteTask(CompleteTaskRequest request, ServerCallContext context)
    {
        var check = new Check();
        var id = check.Id("task_id", request.TaskId);
        check.That(request.Transition.Length == 0 || request.ToState.Length == 0, "transition", "is given together with toState; one of them is enough");
        var take = new Take(
            check.Text("transition", request.Transition, 0, LongestName), check.Text("to_state", request.ToState, 0, LongestName), null,
            check.Text("reason", request.Reason, 0, LongestReason), null, check.Known("data", request.Data));
        check.Done();
        var answers = GateAnswers.None;
        if (await db.Read(context, async tx => await gates.Question(tx, (await TaskStore.Read(tx, id, context)).InstanceId, take)) is { } question)
        {
            if (!request.ValidateOnly && await db.FindAnswer<CompleteTaskResponse>(context, request) is { } before) return before;
            answers = await gates.Ask(context, question);
        }

        if (request.ValidateOnly) return await db.Read(context, async tx => ToResponse(await Decide(tx, id, take, answers, isDry: true, context)));
        return await db.Write(context, request, async tx =>
        {
            var (task, step) = await Decide(tx, id, take, answers, isDry: false, context);
            Mover.Write(tx, step, "workflow_instance.transitioned");
            tx.Publish(new TaskFacts(tx, step.Actor).Completed(task, step.Decision.Events.OfType<Moved>().First().Transition));
            tx.Audit("workflow_task.completed", "workflow_task", id, Changes.Between(null, task.ToMessage()));
            return ToResponse((task, step));
        });
    }

    // The task is looked at first, and again once the instance is locked: whoever moves an instance locks it before its tasks.
    private async Task<(TaskRow Task, Step Step)> Decide(TenantTx tx, Guid id, Take take, GateAnswers gateAnswers, bool isDry, ServerCallContext context)
    {
        var task = await TaskStore.Read(tx, id, context);
        if (!isDry)
        {
            tx.Ask<int>($"select 1 from instances where tenant_id = {tx.TenantId} and id = {task.InstanceId} for no key update");
            task = await TaskStore.Read(tx, id, context, isLocked: true);
        }

        Assigning.RequireCompletable(task, context.Caller());
        var definition = await definitions.Of(tx, task.DefinitionId, task.DefinitionVersion);
        var check = new Check();
        check.Declared("data", definition.State(task.State).Form, take.Context, isWhole: true);
        var ways = definition.From(task.State).ToList();
        var named = ways.FindAll(w => (take.Transition.Length == 0 || w.Id == take.Transition) && (take.ToState.Length == 0 || w.To == take.ToState));
        // A state may be reached on several ways: which of them is then the engine's to say.
        check.That(named.Count == 1 || (named.Count > 1 && take.ToState.Length > 0), "transition", $"must name one of {string.Join(", ", ways.Select(w => w.Id))}");
        check.Done();
        var way = (take.ToState.Length > 0 ? take : take with { Transition = named[0].Id }) with { Visit = task.Visit };
        var step = await mover.Decide(tx, new Move(task.InstanceId, way, "data", take.Context) { Gates = gateAnswers, IsDry = isDry, Action = "workflow_instance.transitioned" }, context.Caller());
        return (task with { Status = EnumText.Of(UserTask.Types.Status.Completed), CompleterId = step.Actor, UpdateTime = tx.Now, EndTime = tx.Now }, step);
    }

    private static CompleteTaskResponse ToResponse((TaskRow Task, Step Step) done) => new() { Task = done.Task.ToMessage(), Instance = done.Step.ToMessage() };
}
