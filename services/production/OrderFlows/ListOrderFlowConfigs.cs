using FactoryFlow.Platform.Data;
using FactoryFlow.Platform.Errors;
using FactoryFlow.Production.V1;
using Grpc.Core;

namespace FactoryFlow.Production.OrderFlows;

internal sealed partial class OrderFlowService
{
    public override Task<ListOrderFlowConfigsResponse> ListOrderFlowConfigs(ListOrderFlowConfigsRequest request, ServerCallContext context)
    {
        var check = new Check();
        var size = check.PageSize(request.PageSize);
        check.Done();
        var after = PageToken.Id(request.PageToken);
        return db.Read(context, async tx =>
        {
            var found = FlowStore.AskPage(tx, after, size + 1);
            await tx.Flush();
            List<FlowRow> page = [.. found.Rows.Take(size)];
            var response = new ListOrderFlowConfigsResponse { NextPageToken = found.Rows.Count > size ? PageToken.After((page[^1].CategoryId ?? Guid.Empty).ToString()) : "" };
            response.Configs.AddRange(page.Select(row => row.ToMessage()));
            return response;
        });
    }
}
