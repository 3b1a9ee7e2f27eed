using FactoryFlow.Platform.Data;
using FactoryFlow.Platform.Errors;
using FactoryFlow.Production.Articles;

namespace FactoryFlow.Production.Orders;

/// <summary>The statements that show, lock and write orders.</summary>
internal static class OrderStore
{
    /// <summary>Asks for orders, newest first.</summary>
    public static Answer<OrderRow> Ask(TenantTx tx, Guid[] ids) => tx.Ask<OrderRow>($"""
        select id, number, customer_reference, category_id, status, flow_id, status_time, moves, due_time, is_express, notes, items::text, version, create_time
        from orders where tenant_id = {tx.TenantId} and id = any({ids}) and delete_time is null order by number desc
        """);

    /// <summary>Locks an order and asks for it: whoever changes an order changes it alone.</summary>
    // The columns of Ask once more, as of jobs.
    public static Answer<OrderRow> AskLocked(TenantTx tx, Guid id) => tx.Ask<OrderRow>($"""
        select id, number, customer_reference, category_id, status, flow_id, status_time, moves, due_time, is_express, notes, items::text, version, create_time
        from orders where tenant_id = {tx.TenantId} and id = {id} and delete_time is null for update
        """);

    /// <summary>Asks for the jobs that belong to orders.</summary>
    public static Answer<OrderJob> AskJobs(TenantTx tx, Guid[] ids) => tx.Ask<OrderJob>($"""
        select order_id, id, number from jobs where tenant_id = {tx.TenantId} and order_id = any({ids}) and delete_time is null order by number
        """);

    /// <summary>Asks whether there is an order, and keeps it from being deleted meanwhile.</summary>
    public static Answer<Guid> AskKnown(TenantTx tx, Guid? id) =>
        tx.Ask<Guid>($"select id from orders where tenant_id = {tx.TenantId} and id = {id}::uuid and delete_time is null for key share");

    /// <summary>Asks which of these articles there are, and keeps them from being deleted meanwhile.</summary>
    public static Answer<Guid> AskArticles(TenantTx tx, Guid[] ids) =>
        tx.Ask<Guid>($"select id from articles where tenant_id = {tx.TenantId} and id = any({ids}) and delete_time is null order by id for key share");

    /// <summary>Refuses an article that is not there.</summary>
    /// <exception cref="Refusal">ARTICLE_NOT_FOUND.</exception>
    public static void RequireArticles(Answer<Guid> known, Guid[] ids)
    {
        foreach (var id in ids.Except(known.Rows)) throw ArticleStore.NotFound(id);
    }

    /// <summary>Takes the tenant's next order number, which makes its other new orders wait until this one is committed.</summary>
    public static Task<int> TakeNumber(TenantTx tx) => tx.One<int>($"""
        insert into order_numbers as n (tenant_id, last) values ({tx.TenantId}, 1)
        on conflict (tenant_id) do update set last = n.last + 1 returning last
        """);

    public static void Add(TenantTx tx, OrderRow order, Guid[] articles)
    {
        tx.Write($"""
            insert into orders (tenant_id, id, number, customer_reference, category_id, status, flow_id, status_time, moves, due_time, is_express, notes, items, create_time)
            values ({tx.TenantId}, {order.Id}, {order.Number}, {order.CustomerReference}, {order.CategoryId}, {order.Status}, {order.FlowId}, {order.StatusTime},
                    {order.Moves}, {order.DueTime}, {order.IsExpress}, {order.Notes}, {new Json(order.Items)}, {order.CreateTime})
            """);
        AddArticles(tx, order.Id, articles);
    }

    /// <summary>Writes what became of a locked order; of its items only where they are given anew.</summary>
    public static void Save(TenantTx tx, OrderRow order, Guid[]? articles = null)
    {
        tx.Write($"""
            update orders set customer_reference = {order.CustomerReference}, category_id = {order.CategoryId}, status = {order.Status}, flow_id = {order.FlowId},
                status_time = {order.StatusTime}, moves = {order.Moves}, due_time = {order.DueTime}, is_express = {order.IsExpress}, notes = {order.Notes},
                items = {new Json(order.Items)}, version = {order.Version}
            where tenant_id = {tx.TenantId} and id = {order.Id}
            """);
        if (articles is null) return;
        RemoveArticles(tx, order.Id);
        AddArticles(tx, order.Id, articles);
    }

    /// <summary>Forgets which articles an order names.</summary>
    public static void RemoveArticles(TenantTx tx, Guid id) => tx.Write($"delete from order_articles where tenant_id = {tx.TenantId} and order_id = {id}");

    public static Refusal NotFound(Guid id) => Reasons.OrderNotFound.Refuse($"There is no order {id}.", "order_id");

    private static void AddArticles(TenantTx tx, Guid id, Guid[] articles)
    {
        if (articles.Length > 0)
            tx.Write($"insert into order_articles (tenant_id, order_id, article_id) select {tx.TenantId}, {id}, article from unnest({articles}) as article");
    }
}
