namespace FactoryFlow.Platform.Data;

/// <summary>How what is due of every tenant is found, some of each, so that no tenant's heap holds up another. While nothing waits, that is one look at an index.</summary>
public static class DueRows
{
    /// <summary>
    /// The beginning of a statement that takes rows which are due, each tenant's by its own clock; they are <c>due</c> then, by their keys. Those of a
    /// tenant that is suspended or closed wait until it works again.
    /// </summary>
    /// <param name="tx">Behind the door.</param>
    /// <param name="table">Where they are; whoever takes one has it for itself until its <c>lease_time</c>.</param>
    /// <param name="waits">Which of them wait, as the index over tenant and time says it.</param>
    /// <param name="time">The column that says when one is due.</param>
    /// <param name="key">What one is known by within its tenant.</param>
    /// <param name="tenants">Of how many tenants at most, first those whose first is due longest.</param>
    /// <param name="each">How many of each at most, first those that are due longest.</param>
    /// <param name="busy">Of these tenants none.</param>
    public static Sql Of(TenantTx tx, Sql table, Sql waits, Sql time, Sql key, int tenants, int each, params Guid[] busy) =>
        Of(tx, table, waits, time, key, tenants, each, busy, Works($"w.tenant_id"));

    /// <summary>The same with those of tenants that are suspended or closed: what is only written down of what they did before goes on.</summary>
    public static Sql OfAll(TenantTx tx, Sql table, Sql waits, Sql time, Sql key, int tenants, int each) => Of(tx, table, waits, time, key, tenants, each, [], $"true");

    /// <summary>That a tenant is not known to be suspended or closed, as a part of a statement behind the door.</summary>
    /// <param name="tenant">The tenant's column.</param>
    public static Sql Works(Sql tenant) => $"not exists (select from tenant_states s where s.tenant_id = {tenant} and s.state ->> 'status' <> 'ACTIVE')";

    // The clocks stand apart so that a look at an index goes by the time, and not only by the tenant.
    private static Sql Of(TenantTx tx, Sql table, Sql waits, Sql time, Sql key, int tenants, int each, Guid[] busy, Sql allowed) => $"""
        with recursive waiting as (
            (select tenant_id from {table} where {waits} order by tenant_id limit 1)
            union all
            select n.tenant_id from waiting w cross join lateral (
                select d.tenant_id from {table} d where {waits} and d.tenant_id > w.tenant_id order by d.tenant_id limit 1) n),
        clocks as materialized (
            select w.tenant_id, {tx.RealNow} + coalesce(c.ahead, interval '0') as now from waiting w left join tenant_clocks c on c.tenant_id = w.tenant_id
            where w.tenant_id <> all({busy}) and {allowed}),
        turns as (
            select w.tenant_id, w.now from clocks w cross join lateral (
                select d.{time} as time from {table} d
                where d.tenant_id = w.tenant_id and {waits} and d.{time} <= w.now and d.lease_time <= {tx.RealNow} order by d.{time} limit 1) f
            order by f.time limit {tenants}),
        due as (
            select d.* from turns t cross join lateral (
                select tenant_id, {key} from {table} d
                where d.tenant_id = t.tenant_id and {waits} and d.{time} <= t.now and d.lease_time <= {tx.RealNow}
                order by d.{time} limit {each} for update skip locked) d)
        """;
}
