using FactoryFlow.Platform.Errors;
using FactoryFlow.Production.V1;
using Grpc.Core;

namespace FactoryFlow.Production.Orders;

internal sealed partial class OrderService
{
    public override Task<Order> GetOrder(GetOrderRequest request, ServerCallContext context)
    {
        var check = new Check();
        var id = check.Id("order_id", request.OrderId);
        check.Done();
        return db.Read(context, async tx =>
        {
            var orders = OrderStore.Ask(tx, [id]);
            var jobs = OrderStore.AskJobs(tx, [id]);
            await tx.Flush();
            return orders.First?.ToMessage(jobs.Rows.Select(job => job.Id)) ?? throw OrderStore.NotFound(id);
        });
    }
}
