using FactoryFlow.Platform.Data;

namespace FactoryFlow.Production.OrderFlows;

/// <summary>The statements that show and write order flows.</summary>
internal static class FlowStore
{
    /// <summary>Asks for the newest of a category's and of all orders', the tenant's own and the category's.</summary>
    public static Answer<FlowRow> AskNewest(TenantTx tx, Guid? categoryId) => tx.Ask<FlowRow>($"""
        select distinct on (category_id, version > 0) id, category_id, version, is_active, flow::text, creator_id, create_time
        from order_flows where tenant_id = {tx.TenantId} and (category_id is null or category_id = {categoryId}::uuid)
        order by category_id, version > 0, version desc
        """);

    /// <summary>Asks for the same of an order's category.</summary>
    // The columns once more: a statement's holes are parameters, and asking for the order first would cost a round trip.
    public static Answer<FlowRow> AskNewestOf(TenantTx tx, Guid orderId) => tx.Ask<FlowRow>($"""
        select distinct on (category_id, version > 0) id, category_id, version, is_active, flow::text, creator_id, create_time
        from order_flows where tenant_id = {tx.TenantId}
            and (category_id is null or category_id = (select category_id from orders where tenant_id = {tx.TenantId} and id = {orderId}))
        order by category_id, version > 0, version desc
        """);

    /// <summary>Asks for the version that an order came to its status with; no row where that was the built-in one.</summary>
    public static Answer<FlowRow> AskReached(TenantTx tx, Guid orderId) => tx.Ask<FlowRow>($"""
        select f.id, f.category_id, f.version, f.is_active, f.flow::text, f.creator_id, f.create_time
        from orders o join order_flows f on f.tenant_id = o.tenant_id and f.id = o.flow_id where o.tenant_id = {tx.TenantId} and o.id = {orderId}
        """);

    /// <summary>Asks for the newest of each whose category is still there, in the order of the categories' ids, all orders' first.</summary>
    /// <param name="tx">The transaction.</param>
    /// <param name="after">The category of the last that was seen, the empty id where that was all orders'; null for the beginning.</param>
    /// <param name="count">How many at most.</param>
    public static Answer<FlowRow> AskPage(TenantTx tx, Guid? after, int count) => tx.Ask<FlowRow>($"""
        select distinct on (category_id) id, category_id, version, is_active, flow::text, creator_id, create_time
        from order_flows f where tenant_id = {tx.TenantId} and ({after}::uuid is null or category_id > {after}::uuid)
            and (category_id is null or exists (
                select from service_categories c where c.tenant_id = {tx.TenantId} and c.id = f.category_id and c.delete_time is null))
        order by category_id nulls first, version desc limit {count}
        """);

    /// <summary>Lets nobody else write one of the tenant's flows until the commit.</summary>
    public static void Lock(TenantTx tx) => tx.Ask<int>($"select 1 from tenant_states where tenant_id = {tx.TenantId} for update");

    public static void Add(TenantTx tx, FlowRow row) => tx.Write($"""
        insert into order_flows (tenant_id, id, category_id, version, is_active, flow, creator_id, create_time)
        values ({tx.TenantId}, {row.Id}, {row.CategoryId}, {row.Version}, {row.IsActive}, {new Json(row.Flow)}, {row.CreatorId}, {row.CreateTime})
        """);

    /// <summary>Asks for the statuses of orders that go by a flow and that are none of these.</summary>
    public static Answer<string> AskOrphaned(TenantTx tx, Guid? categoryId, string[] statuses) => tx.Ask<string>($"""
        select distinct status from orders o
        where tenant_id = {tx.TenantId} and delete_time is null and not status = any({statuses})
            and (category_id = {categoryId}::uuid or ({categoryId}::uuid is null and (
                select f.is_active from order_flows f
                where f.tenant_id = {tx.TenantId} and f.category_id = o.category_id and f.version > 0 order by f.version desc limit 1) is not true))
        order by status
        """);
}
