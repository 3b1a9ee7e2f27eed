using FactoryFlow.Platform.Data;
using FactoryFlow.Platform.Errors;
using FactoryFlow.Production.ServiceCategories;
using FactoryFlow.Production.V1;
using Grpc.Core;

namespace FactoryFlow.Production.Orders;

internal sealed partial class OrderService
{
    public override Task<Order> UpdateOrder(UpdateOrderRequest request, ServerCallContext context)
    {
        var check = new Check();
        var id = check.Id("order_id", request.OrderId);
        var mask = UpdateMask.Of(check, request, "customer_reference", "category_id", "due_time", "is_express", "notes", "items");
        var reference = mask.Has("customer_reference") ? check.Text("customer_reference", request.CustomerReference, 0, LongestReference) : null;
        Guid? categoryId = mask.Has("category_id") && request.CategoryId.Length > 0 ? check.Id("category_id", request.CategoryId) : null;
        DateTimeOffset? due = mask.Has("due_time") && request.DueTime is { } time ? check.Time("due_time", time, Earliest, Latest) : null;
        var notes = mask.Has("notes") ? check.Text("notes", request.Notes, 0, LongestNotes) : null;
        var items = mask.Has("items") ? OrderItems.Of(check, request.Items) : null;
        check.Done();
        return db.Write(context, request, async tx =>
        {
            var orders = OrderStore.AskLocked(tx, id);
            var jobs = OrderStore.AskJobs(tx, [id]);
            var category = CategoryStore.AskKnown(tx, categoryId);
            var articles = OrderStore.AskArticles(tx, items?.Articles ?? []);
            await tx.Flush();
            var before = orders.First ?? throw OrderStore.NotFound(id);
            Etag.Require(request.Etag, before.Version);
            CategoryStore.Require(category, categoryId);
            OrderStore.RequireArticles(articles, items?.Articles ?? []);
            var after = before with
            {
                CustomerReference = reference ?? before.CustomerReference,
                CategoryId = mask.Has("category_id") ? categoryId : before.CategoryId,
                DueTime = mask.Has("due_time") ? due : before.DueTime,
                IsExpress = mask.Has("is_express") ? request.IsExpress : before.IsExpress,
                Notes = notes ?? before.Notes,
            };
            var ids = jobs.Rows.Select(job => job.Id).ToList();
            if (after == before && items is null) return before.ToMessage(ids);

            after = after with { Items = items?.Json ?? before.Items, Version = before.Version + 1 };
            OrderStore.Save(tx, after, items?.Articles);
            tx.Audit("order.updated", "order", id, Changes.Between(before.ToMessage(ids), after.ToMessage(ids)));
            return after.ToMessage(ids);
        });
    }
}
