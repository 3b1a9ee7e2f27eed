using FactoryFlow.Platform.Data;

namespace FactoryFlow.Ledger.Wages;

/// <summary>That a report was taken back. It is kept for ever: no entry tells of it where nothing stood of the wage.</summary>
internal sealed record TakeBack(Guid ReportId, DateTimeOffset EffectiveTime, string Reason)
{
    /// <summary>Asks which of these reports were taken back, be it before they arrived.</summary>
    public static Answer<TakeBack> Ask(TenantTx tx, Guid[] reportIds) => tx.Ask<TakeBack>($"""
        select report_id, effective_time, reason from take_backs where tenant_id = {tx.TenantId} and report_id = any({reportIds})
        """);

    /// <summary>Remembers them.</summary>
    public static void Remember(TenantTx tx, IReadOnlyCollection<TakeBack> takeBacks) =>
        tx.Write($"""
            insert into take_backs (tenant_id, report_id, effective_time, reason, receive_time)
            select {tx.TenantId}, t.*, {tx.Now}
            from unnest({takeBacks.Select(t => t.ReportId).ToArray()}, {takeBacks.Select(t => t.EffectiveTime).ToArray()}, {takeBacks.Select(t => t.Reason).ToArray()}) as t
            on conflict do nothing
            """);
}
