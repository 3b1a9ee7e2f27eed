using FactoryFlow.Platform.Auth;
using FactoryFlow.Platform.Errors;
using FactoryFlow.Production.OrderFlows;
using FactoryFlow.Production.Orders;
using FactoryFlow.Production.V1;
using Grpc.Core;

namespace FactoryFlow.Production.QualityGates;

internal sealed partial class QualityGateService
{
    private const int Most = 100, LongestName = 100;

    public override Task<AskQualityGatesResponse> AskQualityGates(AskQualityGatesRequest request, ServerCallContext context)
    {
        var check = new Check();
        // Workflow asks as the caller, for the caller's tenant; naming it makes sure that both mean the same one.
        var tenant = check.Id("tenant_id", request.TenantId);
        check.Done();
        context.RequireOwnTenant(tenant);
        var order = check.Id("order_id", request.OrderId);
        if (check.AtMost("gates", request.Gates.Count, Most))
            for (var i = 0; i < request.Gates.Count; i++) check.Text(FormattableString.Invariant($"gates[{i}]"), request.Gates[i], 1, LongestName);
        check.Done();
        return db.Read(context, async tx =>
        {
            var orders = OrderStore.Ask(tx, [order]);
            var (flows, reached) = (FlowStore.AskNewestOf(tx, order), FlowStore.AskReached(tx, order));
            var flags = (await states.Of(tx, context.CancellationToken)).FeatureFlags;
            var found = orders.First ?? throw OrderStore.NotFound(order);
            var flow = FlowInForce.Of(flows.Rows, flags).Or(found.Status, reached.First).Flow;
            var results = await gates.Ask(tx, order, flow, Features.On(flow, flags), request.Gates);
            return new AskQualityGatesResponse { Answers = { results.Values.Select(ToAnswer) } };
        });
    }

    private static QualityGateAnswer ToAnswer(QualityGateResult result) => new()
    {
        Gate = result.Gate, Failings = { result.Failings.Select(missing => new QualityGateFailing { Message = missing, Remedy = Gates.Remedy(missing) }) },
    };
}
