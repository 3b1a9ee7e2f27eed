using FactoryFlow.Platform.Data;
using FactoryFlow.Production.V1;
using Google.Protobuf;

namespace FactoryFlow.Production.Orders;

/// <summary>A change of an order's status as it is stored; whom the flow wanted to be told as the field <c>notifications</c> of an entry in JSON.</summary>
internal sealed record HistoryRow(
    int Sequence, string? FromStatus, string ToStatus, Guid ActorId, string Notes, string? Metadata, Guid? FlowId, string? Notifications, DateTimeOffset CreateTime)
{
    /// <summary>Asks for what happened to an order behind an entry, in order.</summary>
    public static Answer<HistoryRow> Ask(TenantTx tx, Guid orderId, int after, int count) => tx.Ask<HistoryRow>($"""
        select sequence, from_status, to_status, actor_id, notes, metadata::text, flow_id, notifications::text, create_time
        from order_history where tenant_id = {tx.TenantId} and order_id = {orderId} and sequence > {after} order by sequence limit {count}
        """);

    /// <summary>Asks where a change of this name took an order; no row when there was none.</summary>
    public static Answer<string> AskKey(TenantTx tx, Guid orderId, string key) =>
        tx.Ask<string>($"select to_status from order_history where tenant_id = {tx.TenantId} and order_id = {orderId} and transition_key = {key}");

    public void Add(TenantTx tx, Guid orderId, string key) => tx.Write($"""
        insert into order_history (tenant_id, order_id, sequence, from_status, to_status, actor_id, notes, metadata, transition_key, flow_id, notifications, create_time)
        values ({tx.TenantId}, {orderId}, {Sequence}, {FromStatus}, {ToStatus}, {ActorId}, {Notes}, {new Json(Metadata)}, {(key.Length > 0 ? key : null)}, {FlowId},
                {new Json(Notifications)}, {CreateTime})
        """);

    public OrderHistoryEntry ToMessage()
    {
        var entry = Notifications is { } intents ? JsonParser.Default.Parse<OrderHistoryEntry>(intents) : new OrderHistoryEntry();
        entry.Sequence = Sequence;
        entry.FromStatus = FromStatus ?? "";
        entry.ToStatus = ToStatus;
        entry.ActorId = ActorId.ToString();
        entry.Notes = Notes;
        entry.Metadata = Metadata is { } metadata ? FreeJson.Read(metadata) : null;
        entry.FlowId = FlowId?.ToString() ?? "";
        entry.Time = Wire.Time(CreateTime);
        return entry;
    }
}
