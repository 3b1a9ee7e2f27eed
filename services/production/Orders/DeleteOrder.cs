using FactoryFlow.Platform.Data;
using FactoryFlow.Platform.Errors;
using FactoryFlow.Production.V1;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace FactoryFlow.Production.Orders;

internal sealed partial class OrderService
{
    public override Task<Empty> DeleteOrder(DeleteOrderRequest request, ServerCallContext context)
    {
        var check = new Check();
        var id = check.Id("order_id", request.OrderId);
        check.Done();
        return db.Write(context, request, async tx =>
        {
            var orders = OrderStore.AskLocked(tx, id);
            var jobs = OrderStore.AskJobs(tx, [id]);
            await tx.Flush();
            var order = orders.First ?? throw OrderStore.NotFound(id);
            Etag.Require(request.Etag, order.Version);
            if (jobs.Rows.Count > 0) throw Reasons.OrderInUse.Refuse(FormattableString.Invariant($"Jobs belong to order {order.Number}: {string.Join(", ", jobs.Rows.Select(job => job.Number))}."));

            tx.Write($"update orders set delete_time = {tx.Now} where tenant_id = {tx.TenantId} and id = {id}");
            OrderStore.RemoveArticles(tx, id);
            tx.Audit("order.deleted", "order", id, Changes.Between(order.ToMessage([]), null));
            return new Empty();
        });
    }
}
