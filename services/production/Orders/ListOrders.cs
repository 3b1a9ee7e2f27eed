using FactoryFlow.Platform.Data;
using FactoryFlow.Platform.Errors;
using FactoryFlow.Production.ServiceCategories;
using FactoryFlow.Production.V1;
using Grpc.Core;

namespace FactoryFlow.Production.Orders;

internal sealed partial class OrderService
{
    public override Task<ListOrdersResponse> ListOrders(ListOrdersRequest request, ServerCallContext context)
    {
        var check = new Check();
        var size = check.PageSize(request.PageSize);
        var status = check.Text("status", request.Status, 0, LongestStatus);
        var reference = check.Text("customer_reference", request.CustomerReference, 0, LongestReference);
        Guid? categoryId = request.CategoryId.Length > 0 ? check.Id("category_id", request.CategoryId) : null;
        check.Done();
        var before = PageToken.Number(request.PageToken);
        return db.Read(context, async tx =>
        {
            var category = CategoryStore.Ask(tx, categoryId);
            var found = tx.Ask<OrderKey>($"""
                select id, number from orders
                where tenant_id = {tx.TenantId} and delete_time is null{Narrowed(status, categoryId, reference, before)} order by number desc limit {size + 1}
                """);
            await tx.Flush();
            CategoryStore.Require(category, categoryId);
            List<OrderKey> page = [.. found.Rows.Take(size)];
            Guid[] ids = [.. page.Select(order => order.Id)];
            var (orders, jobs) = (OrderStore.Ask(tx, ids), OrderStore.AskJobs(tx, ids));
            await tx.Flush();
            var byOrder = jobs.Rows.ToLookup(job => job.OrderId, job => job.Id);
            var response = new ListOrdersResponse { NextPageToken = found.Rows.Count > size ? PageToken.After(page[^1].Number) : "" };
            // One that was deleted in between is left out.
            response.Orders.AddRange(orders.Rows.Select(order => order.ToMessage(byOrder[order.Id])));
            return response;
        });
    }

    // Only what is asked for, so that an index answers it.
    private static Sql Narrowed(string status, Guid? categoryId, string reference, long? before)
    {
        Sql all = $"";
        if (status.Length > 0) all.AppendFormatted((Sql)$" and status = {status}");
        if (categoryId is { } category) all.AppendFormatted((Sql)$" and category_id = {category}");
        if (reference.Length > 0) all.AppendFormatted((Sql)$" and customer_reference = {reference}");
        if (before is { } number) all.AppendFormatted((Sql)$" and number < {number}");
        return all;
    }

    private sealed record OrderKey(Guid Id, int Number);
}
