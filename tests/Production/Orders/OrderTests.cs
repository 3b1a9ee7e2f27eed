using FactoryFlow.Events.Production;
using FactoryFlow.Production.Tests.Support;
using FactoryFlow.Production.V1;
using FactoryFlow.Testing;

namespace FactoryFlow.Production.Tests.Orders;

public sealed class OrderTests(World world)
{
    [Fact]
    public async Task An_order_begins_where_its_flow_begins_and_is_found_again()
    {
        var desk = await OrderDesk.Open(world);
        var article = await desk.Floor.Article();
        var order = await desk.Order(o =>
        {
            o.Items.Add(new OrderItem { ArticleId = article.Id, Quantities = { ["38"] = 10 } });
            (o.IsExpress, o.Notes, o.DueTime) = (true, "In a hurry", new() { Seconds = 2_000_000_000 });
        });
        (order.Number, order.Status, order.FlowId, order.IsExpress).ShouldBe((1, "DRAFT", "", true));
        (await desk.Orders.GetOrder(new() { OrderId = order.Id }, desk.Call()).InTime()).ShouldBe(order);
        (await desk.Floor.Facts<OrderCreated>()).Single().OrderNumber.ShouldBe(1);
        (await desk.History(order)).Single().ToStatus.ShouldBe("DRAFT");
        (await desk.Floor.Audited(order.Id)).ShouldBe(["order.created"]);
    }

    [Fact]
    public async Task Orders_that_are_taken_at_once_are_numbered_without_a_gap()
    {
        var desk = await OrderDesk.Open(world);
        (await Floor.AtOnce(8, () => desk.Order())).ShouldAllBe(outcome => outcome == null);
        var all = await desk.Orders.ListOrders(new() { PageSize = 200 }, desk.Call()).InTime();
        all.Orders.Select(o => o.Number).ShouldBe([8, 7, 6, 5, 4, 3, 2, 1]);
    }

    [Fact]
    public async Task A_list_comes_in_pages_and_is_narrowed()
    {
        var desk = await OrderDesk.Open(world);
        var category = await desk.Categories.CreateServiceCategory(new() { Code = "DRY", Name = "Dry" }, desk.Call()).InTime();
        foreach (var reference in new[] { "A", "B", "A" }) await desk.Order(o => o.CustomerReference = reference);
        await desk.Take(await desk.Order(o => o.CategoryId = category.Id), "CONFIRMED");
        var first = await desk.Orders.ListOrders(new() { PageSize = 3 }, desk.Call()).InTime();
        var second = await desk.Orders.ListOrders(new() { PageSize = 3, PageToken = first.NextPageToken }, desk.Call()).InTime();
        first.Orders.Concat(second.Orders).Select(o => o.Number).ShouldBe([4, 3, 2, 1]);
        (await Numbers(new() { CustomerReference = "A" })).ShouldBe([3, 1]);
        (await Numbers(new() { Status = "CONFIRMED" })).ShouldBe([4]);
        (await Numbers(new() { CategoryId = category.Id })).ShouldBe([4]);

        async Task<IEnumerable<int>> Numbers(ListOrdersRequest request) => (await desk.Orders.ListOrders(request, desk.Call()).InTime()).Orders.Select(o => o.Number);
    }

    [Theory]
    [InlineData("status = 'LOST'", "orders_by_status")]
    [InlineData("category_id = '00000000-0000-0000-0000-000000000001'", "orders_by_category")]
    [InlineData("customer_reference = 'nobody'", "orders_by_reference")]
    public async Task What_a_list_is_narrowed_by_is_served_by_an_index(string filter, string index)
    {
        var tenant = Guid.CreateVersion7();
        var plan = await world.Plan(tenant, $"select id, number from orders where tenant_id = '{tenant}' and delete_time is null and {filter} order by number desc limit 51");
        plan.ShouldContain(index);
        plan.ShouldNotContain("Sort");
    }

    [Fact]
    public async Task What_changes_is_what_is_named_and_a_stale_change_is_refused()
    {
        var desk = await OrderDesk.Open(world);
        var article = await desk.Floor.Article();
        var before = await desk.Order(o => o.Items.Add(new OrderItem { ArticleId = article.Id }));
        var after = await desk.Orders.UpdateOrder(new() { OrderId = before.Id, Notes = "Soon", Etag = before.Etag }, desk.Call()).InTime();
        (after.Notes, after.CustomerReference, after.Items.Count).ShouldBe(("Soon", "PO-7", 1));
        var stale = new UpdateOrderRequest { OrderId = before.Id, Notes = "Late", Etag = before.Etag };
        (await Floor.Outcome(() => desk.Orders.UpdateOrder(stale, desk.Call()))).ShouldBe("ETAG_MISMATCH");
        var emptied = await desk.Orders.UpdateOrder(new() { OrderId = before.Id, UpdateMask = new() { Paths = { "items", "customer_reference" } } }, desk.Call()).InTime();
        (emptied.Items.Count, emptied.CustomerReference, emptied.Notes).ShouldBe((0, "", "Soon"));
        await desk.Floor.Articles.DeleteArticle(new() { ArticleId = article.Id }, desk.Call()).InTime();
    }

    [Fact]
    public async Task An_article_that_an_order_asks_for_is_not_deleted()
    {
        var desk = await OrderDesk.Open(world);
        var article = await desk.Floor.Article();
        var order = await desk.Order(o => o.Items.Add(new OrderItem { ArticleId = article.Id }));
        var refused = await Floor.Refused(() => desk.Floor.Articles.DeleteArticle(new() { ArticleId = article.Id }, desk.Call()));
        (refused.Reason.Name, refused.Message).ShouldBe(("ARTICLE_IN_USE", $"Order 1 asks for {article.Code}. Archive the article instead."));
        await desk.Orders.DeleteOrder(new() { OrderId = order.Id }, desk.Call()).InTime();
        await desk.Floor.Articles.DeleteArticle(new() { ArticleId = article.Id }, desk.Call()).InTime();
    }

    [Fact]
    public async Task An_order_is_deleted_while_no_job_belongs_to_it()
    {
        var desk = await OrderDesk.Open(world);
        var order = await desk.Order();
        var job = await desk.Job(order, ["Cutting"]);
        (job.OrderId, (await desk.Orders.GetOrder(new() { OrderId = order.Id }, desk.Call()).InTime()).JobIds.Single()).ShouldBe((order.Id, job.Id));
        var found = await desk.Floor.Jobs.ListJobs(new() { Filter = $"orderId = {order.Id}" }, desk.Call()).InTime();
        found.Jobs.Single().Id.ShouldBe(job.Id);
        (await Floor.Refused(() => desk.Orders.DeleteOrder(new() { OrderId = order.Id }, desk.Call()))).Message.ShouldBe("Jobs belong to order 1: 1.");
        await desk.Floor.Jobs.DeleteJob(new() { JobId = job.Id }, desk.Call()).InTime();
        await desk.Orders.DeleteOrder(new() { OrderId = order.Id }, desk.Call()).InTime();
        (await Floor.Outcome(() => desk.Orders.GetOrder(new() { OrderId = order.Id }, desk.Call()))).ShouldBe("ORDER_NOT_FOUND");
        (await Floor.Outcome(() => desk.Job(order, ["Cutting"]))).ShouldBe("ORDER_NOT_FOUND");
    }

    [Fact]
    public async Task Another_tenants_order_is_not_there()
    {
        var (desk, other) = (await OrderDesk.Open(world), await OrderDesk.Open(world));
        var order = await desk.Order();
        var category = await desk.Categories.CreateServiceCategory(new() { Code = "DRY", Name = "Dry" }, desk.Call()).InTime();
        var article = await desk.Floor.Article();
        Func<Task>[] calls =
        [
            () => other.Orders.GetOrder(new() { OrderId = order.Id }, other.Call()), () => other.Take(order, "CONFIRMED"), () => other.Ways(order), () => other.History(order),
            () => other.Orders.UpdateOrder(new() { OrderId = order.Id, Notes = "x" }, other.Call()), () => other.Orders.DeleteOrder(new() { OrderId = order.Id }, other.Call()),
            () => other.Job(order, ["Cutting"]),
        ];
        foreach (var call in calls) (await Floor.Outcome(call)).ShouldBe("ORDER_NOT_FOUND");
        (await Floor.Outcome(() => other.Order(o => o.CategoryId = category.Id))).ShouldBe("SERVICE_CATEGORY_NOT_FOUND");
        (await Floor.Outcome(() => other.Write("A", ["A B"], categoryId: category.Id))).ShouldBe("SERVICE_CATEGORY_NOT_FOUND");
        (await Floor.Outcome(() => other.Order(o => o.Items.Add(new OrderItem { ArticleId = article.Id })))).ShouldBe("ARTICLE_NOT_FOUND");
        (await desk.History(order)).Count.ShouldBe(1);
    }
}
