using FactoryFlow.Platform.Auth;
using FactoryFlow.Platform.Errors;
using FactoryFlow.Production.OrderFlows;
using FactoryFlow.Production.V1;
using Grpc.Core;

namespace FactoryFlow.Production.Orders;

internal sealed partial class OrderService
{
    public override Task<ListOrderTransitionsResponse> ListOrderTransitions(ListOrderTransitionsRequest request, ServerCallContext context)
    {
        var check = new Check();
        var id = check.Id("order_id", request.OrderId);
        check.Done();
        return db.Read(context, async tx =>
        {
            var orders = OrderStore.Ask(tx, [id]);
            var (flows, reached) = (FlowStore.AskNewestOf(tx, id), FlowStore.AskReached(tx, id));
            var flags = (await states.Of(tx, context.CancellationToken)).FeatureFlags;
            var order = orders.First ?? throw OrderStore.NotFound(id);
            var flow = FlowInForce.Of(flows.Rows, flags).Or(order.Status, reached.First).Flow;
            var features = Features.On(flow, flags);
            var results = await gates.Ask(tx, id, flow, features, flow.Transitions.SelectMany(way => way.Gates));
            var guard = new Guard(order, context.Caller(), features, results);
            var ways = flow.Transitions.OrderBy(way => way.From != order.Status).Select(way => ToMessage(way, guard)).ToLookup(way => way.Reasons.Count == 0);
            return new ListOrderTransitionsResponse { CurrentStatus = order.Status, Allowed = { ways[true] }, Refused = { ways[false] }, Gates = { results.Values } };
        });
    }

    private static OrderTransition ToMessage(WorkflowTransition way, Guard guard) => new() { FromStatus = way.From, ToStatus = way.To, Reasons = { guard.Obstacles(way) } };
}
