using FactoryFlow.Events.Production;
using FactoryFlow.Platform.Auth;
using FactoryFlow.Platform.Data;
using FactoryFlow.Platform.Errors;
using FactoryFlow.Production.OrderFlows;
using FactoryFlow.Production.ServiceCategories;
using FactoryFlow.Production.V1;
using Grpc.Core;

namespace FactoryFlow.Production.Orders;

internal sealed partial class OrderService
{
    public override Task<Order> CreateOrder(CreateOrderRequest request, ServerCallContext context)
    {
        var check = new Check();
        var reference = check.Text("customer_reference", request.CustomerReference, 0, LongestReference);
        Guid? categoryId = request.CategoryId.Length > 0 ? check.Id("category_id", request.CategoryId) : null;
        DateTimeOffset? due = request.DueTime is { } time ? check.Time("due_time", time, Earliest, Latest) : null;
        var notes = check.Text("notes", request.Notes, 0, LongestNotes);
        var items = OrderItems.Of(check, request.Items);
        check.Done();
        return db.Write(context, request, async tx =>
        {
            var category = CategoryStore.AskKnown(tx, categoryId);
            var articles = OrderStore.AskArticles(tx, items.Articles);
            var flows = FlowStore.AskNewest(tx, categoryId);
            var flags = (await states.Of(tx, context.CancellationToken)).FeatureFlags;
            CategoryStore.Require(category, categoryId);
            OrderStore.RequireArticles(articles, items.Articles);
            var inForce = FlowInForce.Of(flows.Rows, flags);

            // Last of all, since others wait behind it.
            var number = await OrderStore.TakeNumber(tx);
            var order = new OrderRow(
                tx.NewId(), number, reference, categoryId, inForce.Flow.InitialStatus, inForce.Row?.Id, tx.Now, 1, due, request.IsExpress, notes, items.Json, 1, tx.Now);
            OrderStore.Add(tx, order, items.Articles);
            var actor = context.Caller().Subject;
            new HistoryRow(1, null, order.Status, actor, "", null, order.FlowId, null, tx.Now).Add(tx, order.Id, "");
            tx.Publish(new OrderCreated
            {
                EventId = tx.NewId(), TenantId = tx.TenantId, OccurredAt = tx.Now, OrderId = order.Id, OrderNumber = number, CustomerReference = reference,
                CategoryId = categoryId, Status = order.Status, IsExpress = order.IsExpress, DueTime = due, ActorId = actor,
            });
            var message = order.ToMessage([]);
            tx.Audit("order.created", "order", order.Id, Changes.Between(null, message));
            return message;
        });
    }
}
