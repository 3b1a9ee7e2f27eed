using FactoryFlow.Ledger.Wages;
using FactoryFlow.Platform.Data;

namespace FactoryFlow.Ledger.Reconciliation;

/// <summary>
/// The statements that look at credits as production should know them. One is reversed when its opposite was booked, or when its work
/// was taken back while nothing stood of it.
/// </summary>
internal static class CreditStore
{
    /// <summary>Asks for every credit of these reports.</summary>
    public static Answer<CreditRow> AskOf(TenantTx tx, Guid[] reportIds) => tx.Ask<CreditRow>($"""
        select r.id as report_id, e.id as entry_id, e.source, l.worker_id, l.currency, l.amount, (e.details ->> 'quantity')::int as quantity, e.effective_time,
               {IsReversed($"r.id")} as is_reversed
        from unnest({Twice(reportIds)}, {Starts(reportIds)}, {Ends(reportIds)}) as r (id, source, source_end)
        join entries e on e.tenant_id = {tx.TenantId} and e.source >= r.source and e.source < r.source_end and e.type = {Wage.Type}
        join lines l on l.tenant_id = e.tenant_id and l.entry_id = e.id and l.worker_id is not null
        order by e.id
        """);

    /// <summary>Asks for the credits of a time range behind one.</summary>
    public static Answer<CreditRow> AskRange(TenantTx tx, DateTimeOffset from, DateTimeOffset to, (DateTimeOffset Time, Guid Id) after, int limit) => tx.Ask<CreditRow>($"""
        select coalesce(e.details ->> 'reportId', e.details ->> 'stepId', '00000000-0000-0000-0000-000000000000')::uuid as report_id, e.id as entry_id, e.source, l.worker_id, l.currency, l.amount,
               (e.details ->> 'quantity')::int as quantity, e.effective_time,
               {IsReversed(WageSql.Report())} as is_reversed
        from entries e join lines l on l.tenant_id = e.tenant_id and l.entry_id = e.id and l.worker_id is not null
        where e.tenant_id = {tx.TenantId} and e.type = {Wage.Type} and e.effective_time >= {from} and e.effective_time < {to} and (e.effective_time, e.id) > ({after.Time}, {after.Id})
        order by e.effective_time, e.id limit {limit}
        """);

    /// <summary>Asks whose shares of these reports are held, or were.</summary>
    public static Answer<HeldShare> AskHeld(TenantTx tx, Guid[] reportIds) =>
        tx.Ask<HeldShare>($"select report_id, worker_id from held_lines where tenant_id = {tx.TenantId} and report_id = any({reportIds})");

    private static Sql IsReversed(Sql report) => $"{WageSql.HasOpposite()} or {WageSql.IsTakenBack(report)} and {WageSql.Standing()} = 0";

    private static Guid[] Twice(Guid[] ids) => [.. ids, .. ids];

    private static string[] Starts(Guid[] ids) => [.. ids.Select(Report.SourcesStart), .. ids.Select(Report.SourceOfStep)];

    private static string[] Ends(Guid[] ids) => [.. ids.Select(Report.SourcesEnd), .. ids.Select(id => Report.SourceOfStep(id) + ":")];
}

/// <summary>That a worker's share of a report is held, or was.</summary>
internal sealed record HeldShare(Guid ReportId, Guid WorkerId);
