using FactoryFlow.Platform.Data;

namespace FactoryFlow.Workflow.Feed;

/// <summary>What is asked and written about events.</summary>
internal static class EventStore
{
    private static readonly TimeSpan EventsAreKept = TimeSpan.FromDays(30);

    /// <summary>Events that are too old.</summary>
    public static readonly Swept Expired = new("events", static (tx, most) => tx.Ask<int>($"""
        with gone as (
            delete from events where (tenant_id, sequence) in (
                select tenant_id, sequence from events where create_time <= {tx.RealNow - EventsAreKept} order by create_time, sequence limit {most})
            returning 1)
        select count(*)::int from gone
        """));

    /// <summary>
    /// Adds events behind all others, numbered without gaps; one that is there already is left out. The tenant's counter is held until the
    /// transaction ends, so that what has a lower number is seen first.
    /// </summary>
    public static void Add(TenantTx tx, IReadOnlyList<NewEvent> events) => tx.Write($"""
        with fresh as (
            select g.*, row_number() over (order by g.number) as place, count(*) over () as total
            from unnest({events.Select(e => e.Id).ToArray()}, {events.Select(e => e.Type).ToArray()}, {events.Select(e => e.Data).ToArray()},
                {events.Select(e => e.OccurTime).ToArray()}) with ordinality as g (event_id, type, data, occur_time, number)
            where not exists (select from events e where e.tenant_id = {tx.TenantId} and e.event_id = g.event_id)),
        counted as (
            insert into event_counters as c (tenant_id, last_sequence) select {tx.TenantId}, total from fresh limit 1
            on conflict (tenant_id) do update set last_sequence = c.last_sequence + excluded.last_sequence
            returning last_sequence)
        insert into events (tenant_id, sequence, event_id, type, data, occur_time, create_time)
        select {tx.TenantId}, last_sequence - total + place, event_id, type, data, occur_time, {tx.RealNow} from fresh cross join counted
        """);

    /// <summary>Asks how far the tenant's events go, and whether the one after a cursor is still there.</summary>
    public static Answer<FeedState> AskState(TenantTx tx, long? after) => tx.Ask<FeedState>($"""
        select last_sequence, exists (select from events e where e.tenant_id = c.tenant_id and e.sequence = {Next(after ?? 0)}) as has_next
        from event_counters c where tenant_id = {tx.TenantId}
        """);

    // Behind the last number that there can be there is none: whoever names it is told so, like everybody who is beyond the last event.
    private static long Next(long after) => after == long.MaxValue ? after : after + 1;

    /// <summary>Asks for the events after a cursor, of some types or, where there are none, of all.</summary>
    public static Answer<EventRow> AskAfter(TenantTx tx, long after, string[] types, int most) => types.Length == 0
        ? tx.Ask<EventRow>($"select sequence, event_id, type, data, occur_time from events where tenant_id = {tx.TenantId} and sequence > {after} order by sequence limit {most}")
        : tx.Ask<EventRow>($"""
            select e.* from unnest({types}) as t (type) cross join lateral (
                select sequence, event_id, type, data, occur_time from events
                where tenant_id = {tx.TenantId} and type = t.type and sequence > {after} order by sequence limit {most}) e
            order by sequence limit {most}
            """);
}

/// <summary>An event that is to be kept.</summary>
internal sealed record NewEvent(Guid Id, string Type, string Data, DateTimeOffset OccurTime);

/// <summary>How far a tenant's events go.</summary>
/// <param name="LastSequence">The number of the last one.</param>
/// <param name="HasNext">Whether the one after the cursor that was asked for is there.</param>
internal sealed record FeedState(long LastSequence, bool HasNext);
