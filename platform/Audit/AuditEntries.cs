using System.Net;
using FactoryFlow.Platform.Data;
using FactoryFlow.Tenancy.V1;

namespace FactoryFlow.Platform.Audit;

/// <summary>Reads what this service wrote down.</summary>
public static class AuditEntries
{
    /// <summary>The newest entries of the transaction's tenant that fit, and one more than a page has when there are more.</summary>
    public static async Task<IReadOnlyList<AuditEntry>> Read(TenantTx tx, AuditFilter filter)
    {
        // One statement for all conditions, planned for those that are given: each has its index.
        tx.Ask<string>($"select set_config('plan_cache_mode', 'force_custom_plan', true)");
        var rows = await tx.All<Row>($"""
            select id, time, actor_id, actor_kind, action, entity_type, entity_id, changes::text as changes, request_id, remote_address
            from audit_entries
            where tenant_id = {tx.TenantId} and id >= {filter.First} and id < {filter.Before} and time >= {filter.Start} and time < {filter.End}
                and ({filter.Actor}::uuid is null or actor_id = {filter.Actor}) and ({filter.Action} = '' or action = {filter.Action})
                and ({filter.EntityType} = '' or entity_type = {filter.EntityType}) and ({filter.Entity}::uuid is null or entity_id = {filter.Entity})
            order by id desc limit {filter.PageSize + 1}
            """);
        return [.. rows.Select(row => row.ToMessage())];
    }

    private sealed record Row(
        Guid Id, DateTimeOffset Time, Guid ActorId, string ActorKind, string Action, string EntityType, Guid EntityId, string? Changes, string? RequestId, IPAddress? RemoteAddress)
    {
        public AuditEntry ToMessage() => new()
        {
            Id = Id.ToString(),
            Time = Wire.Time(Time),
            ActorId = ActorId.ToString(),
            ActorKind = EnumText.Parse<AuditEntry.Types.ActorKind>(ActorKind),
            Action = Action,
            EntityType = EntityType,
            EntityId = EntityId.ToString(),
            Changes = Changes is null ? null : FreeJson.Read(Changes),
            RequestId = RequestId ?? "",
            RemoteAddress = RemoteAddress?.ToString() ?? "",
        };
    }
}
