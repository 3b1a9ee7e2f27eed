using FactoryFlow.Platform.Auth;
using FactoryFlow.Platform.Errors;
using FactoryFlow.Workflow.Engine;
using FactoryFlow.Workflow.V1;
using Grpc.Core;

namespace FactoryFlow.Workflow.Instances;

internal sealed partial class InstanceService
{
    public override Task<ListTransitionsResponse> ListTransitions(ListTransitionsRequest request, ServerCallContext context)
    {
        var check = new Check();
        var id = check.Id("instance_id", request.InstanceId);
        check.Done();
        return db.Read(context, async tx =>
        {
            var (row, instance) = await InstanceStore.Read(tx, id);
            var definition = await definitions.Of(tx, row.DefinitionId, row.DefinitionVersion);
            var choices = Taking.Choices(definition, instance, Surroundings.Of(context.Caller(), tx.Now));
            var response = new ListTransitionsResponse { CurrentState = row.States.Length > 0 ? row.States[0] : "" };
            response.Allowed.AddRange(choices.Where(c => c.IsAllowed).Select(ToMessage));
            response.Refused.AddRange(choices.Where(c => !c.IsAllowed).Select(ToMessage));
            return response;
        });
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
