using FactoryFlow.Platform.Errors;
using FactoryFlow.Production.ServiceCategories;
using FactoryFlow.Production.V1;
using Grpc.Core;

namespace FactoryFlow.Production.OrderFlows;

internal sealed partial class OrderFlowService
{
    public override Task<GetEffectiveOrderFlowResponse> GetEffectiveOrderFlow(GetEffectiveOrderFlowRequest request, ServerCallContext context)
    {
        var check = new Check();
        Guid? categoryId = request.CategoryId.Length > 0 ? check.Id("category_id", request.CategoryId) : null;
        check.Done();
        return db.Read(context, async tx =>
        {
            var category = CategoryStore.Ask(tx, categoryId);
            var rows = FlowStore.AskNewest(tx, categoryId);
            var flags = (await states.Of(tx, context.CancellationToken)).FeatureFlags;
            CategoryStore.Require(category, categoryId);
            var inForce = FlowInForce.Of(rows.Rows, flags);
            var response = new GetEffectiveOrderFlowResponse { Config = inForce.ToMessage(), IsOwnIgnored = inForce.IsOwnIgnored };
            response.Features.AddRange(Features.On(inForce.Flow, flags).Order(StringComparer.Ordinal));
            if (flags.GetValueOrDefault(Features.AdvancedWorkflow)) response.Features.Add(Features.AdvancedWorkflow);
            return response;
        });
    }
}
