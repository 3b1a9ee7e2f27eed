using FactoryFlow.Platform.Data;

namespace FactoryFlow.Ledger.Wages;

/// <summary>That a report was taken back, as it is kept until the report is there.</summary>
internal sealed record TakeBack(Guid ReportId, DateTimeOffset EffectiveTime, string Reason)
{
    /// <summary>Asks which of these reports were taken back before they arrived.</summary>
    public static Answer<TakeBack> AskWaiting(TenantTx tx, Guid[] reportIds) => tx.Ask<TakeBack>($"""
        select report_id, effective_time, reason from waiting_take_backs where tenant_id = {tx.TenantId} and report_id = any({reportIds})
        """);

    /// <summary>Keeps them until their reports arrive.</summary>
    public static void Wait(TenantTx tx, IReadOnlyCollection<TakeBack> takeBacks) =>
        tx.Write($"""
            insert into waiting_take_backs (tenant_id, report_id, effective_time, reason, receive_time)
            select {tx.TenantId}, t.*, {tx.Now}
            from unnest({takeBacks.Select(t => t.ReportId).ToArray()}, {takeBacks.Select(t => t.EffectiveTime).ToArray()}, {takeBacks.Select(t => t.Reason).ToArray()}) as t
            on conflict do nothing
            """);

    /// <summary>Their reports arrived.</summary>
    public static void Done(TenantTx tx, Guid[] reportIds) =>
        tx.Write($"delete from waiting_take_backs where tenant_id = {tx.TenantId} and report_id = any({reportIds})");
}
