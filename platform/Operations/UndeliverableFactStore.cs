using FactoryFlow.Platform.Data;

namespace FactoryFlow.Platform.Operations;

/// <summary>The statements on facts that were set aside.</summary>
internal static class UndeliverableFactStore
{
    /// <summary>Keeps a delivery; the same one again changes nothing, another one of the same message opens it anew, and so does one that was sent back since.</summary>
    public static void Keep(TenantTx tx, string queue, SetAsideFact fact) => tx.Write($"""
        insert into undeliverable_facts as f (tenant_id, id, queue, message_key, state, type, event_id, body, properties, size_bytes, problem, delivery_hash, failures, create_time, fail_time)
        values ({tx.TenantId}, {Guid.CreateVersion7(tx.RealNow)}, {queue}, {fact.Key}, 'OPEN', {fact.Type}, {fact.EventId}, {fact.Body}, {new Json(fact.Properties)}, {fact.Body.Length}, {fact.Problem},
                {fact.DeliveryHash}, 1, {tx.RealNow}, {tx.RealNow})
        on conflict (tenant_id, queue, message_key) do update
        set state = 'OPEN', body = excluded.body, properties = excluded.properties, problem = excluded.problem, delivery_hash = excluded.delivery_hash,
            failures = f.failures + 1, fail_time = excluded.fail_time, settle_time = null, settled_by = null, discard_reason = null
        where f.delivery_hash <> excluded.delivery_hash or f.body is null
        """);

    /// <summary>Asks for the newest that fit, without their bodies.</summary>
    public static Answer<UndeliverableFactRow> AskNewest(TenantTx tx, string state, Guid? tenant, string queue, Guid before, int limit) => tx.Ask<UndeliverableFactRow>($"""
        select tenant_id, id, queue, state, type, event_id, null::bytea as body, null::text as properties, size_bytes, problem, failures, create_time, fail_time, settle_time, settled_by, discard_reason
        from undeliverable_facts
        where state = {state} and id < {before} and ({tenant}::uuid is null or tenant_id = {tenant}) and ({queue} = '' or queue = {queue})
        order by id desc limit {limit}
        """);

    /// <summary>Whose a fact is; null when there is none.</summary>
    public static Task<Guid?> FindTenant(TenantTx tx, Guid id) => tx.One<Guid?>($"select tenant_id from undeliverable_facts where id = {id}");

    /// <summary>Finds a fact of the transaction's tenant and locks it.</summary>
    public static Task<UndeliverableFactRow?> Lock(TenantTx tx, Guid id) => tx.One<UndeliverableFactRow>($"""
        select tenant_id, id, queue, state, type, event_id, body, properties::text as properties, size_bytes, problem, failures, create_time, fail_time, settle_time, settled_by, discard_reason
        from undeliverable_facts where tenant_id = {tx.TenantId} and id = {id} for update
        """);

    /// <summary>Keeps what was decided on it.</summary>
    public static void Settle(TenantTx tx, UndeliverableFactRow fact) => tx.Write($"""
        update undeliverable_facts set state = {fact.State}, body = {fact.Body}, settle_time = {fact.SettleTime}, settled_by = {fact.SettledBy}, discard_reason = {fact.DiscardReason}
        where tenant_id = {tx.TenantId} and id = {fact.Id}
        """);
}
