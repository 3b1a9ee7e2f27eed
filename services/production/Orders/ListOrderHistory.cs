using FactoryFlow.Platform.Data;
using FactoryFlow.Platform.Errors;
using FactoryFlow.Production.V1;
using Grpc.Core;

namespace FactoryFlow.Production.Orders;

internal sealed partial class OrderService
{
    public override Task<ListOrderHistoryResponse> ListOrderHistory(ListOrderHistoryRequest request, ServerCallContext context)
    {
        var check = new Check();
        var id = check.Id("order_id", request.OrderId);
        var size = check.PageSize(request.PageSize);
        check.Done();
        var after = (int)Math.Clamp(PageToken.Number(request.PageToken) ?? 0, 0, int.MaxValue);
        return db.Read(context, async tx =>
        {
            var orders = OrderStore.Ask(tx, [id]);
            var found = HistoryRow.Ask(tx, id, after, size + 1);
            await tx.Flush();
            if (orders.Rows.Count == 0) throw OrderStore.NotFound(id);
            List<HistoryRow> page = [.. found.Rows.Take(size)];
            var response = new ListOrderHistoryResponse { NextPageToken = found.Rows.Count > size ? PageToken.After(page[^1].Sequence) : "" };
            response.Entries.AddRange(page.Select(entry => entry.ToMessage()));
            return response;
        });
    }
}
