using FactoryFlow.Platform.Auth;
using FactoryFlow.Platform.Errors;
using FactoryFlow.Workflow.Engine;
using FactoryFlow.Workflow.V1;
using Grpc.Core;

namespace FactoryFlow.Workflow.Instances;

internal sealed partial class InstanceService
{
    public override async Task<ListTransitionsResponse> ListTransitions(ListTransitionsRequest request, ServerCallContext context)
    {
        var check = new Check();
        var id = check.Id("instance_id", request.InstanceId);
        check.Done();
        var (state, definition, instance, now) = await db.Read(context, async tx =>
        {
            var (row, instance) = await InstanceStore.Read(tx, id);
            return (row.States.Length > 0 ? row.States[0] : "", await definitions.Of(tx, row.DefinitionId, row.DefinitionVersion), instance, tx.Now);
        });
        var answers = await gates.Ask(context, Taking.Question(definition, instance, take: null));
        var choices = Taking.Choices(definition, instance, Surroundings.Of(context.Caller(), now) with { Gates = answers });
        var response = new ListTransitionsResponse { CurrentState = state };
        response.Allowed.AddRange(choices.Where(c => c.IsAllowed).Select(ToMessage));
        response.Refused.AddRange(choices.Where(c => !c.IsAllowed).Select(ToMessage));
        return response;
    }

    private static Transition ToMessage(Choice choice)
    {
        var (transition, obstacles) = choice;
        var message = new Transition { Id = transition.Id, Name = transition.Name, From = transition.From, To = transition.To };
        message.Reasons.AddRange(obstacles.Select(o => new V1.Obstacle
        {
            Kind = Enum.Parse<V1.Obstacle.Types.Kind>(o.Kind.ToString()), Message = o.Message, Remedy = o.Remedy,
        }));
        return message;
    }
}
