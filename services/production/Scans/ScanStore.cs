using FactoryFlow.Platform.Data;

namespace FactoryFlow.Production.Scans;

/// <summary>The statements that keep which scans were accepted.</summary>
internal static class ScanStore
{
    // A scan is refused for its age before it is forgotten, so that none is ever taken twice.
    private static readonly TimeSpan Lifetime = Reports.Work.Oldest + Reports.Work.Skew + TimeSpan.FromDays(1);

    /// <summary>What is forgotten once it is too old to be sent again.</summary>
    public static readonly Swept Old = new("scans", static (tx, most) => tx.Ask<int>($"""
        with gone as (
            delete from scans where (tenant_id, scan_id) in (
                select tenant_id, scan_id from scans where receive_time <= {tx.Now - Lifetime} order by receive_time limit {most} for update skip locked)
            returning 1)
        select count(*)::int from gone
        """));

    /// <summary>
    /// Claims scans, in the order of their ids, and asks which of them nobody had sent before: whoever sends one of them at the same time waits
    /// until this batch is committed, and finds it sent.
    /// </summary>
    public static Answer<string> AskFresh(TenantTx tx, IReadOnlyCollection<Scan> scans) => tx.Ask<string>($"""
        insert into scans (tenant_id, scan_id, hash, receive_time)
        select {tx.TenantId}, id, hash, {tx.Now} from unnest({scans.Select(s => s.Id).ToArray()}, {scans.Select(s => s.Hash).ToArray()}) as given (id, hash) order by id
        on conflict do nothing returning scan_id
        """);

    /// <summary>Asks for what is known of scans, those that were claimed just now included.</summary>
    public static Answer<KnownScan> AskKnown(TenantTx tx, string[] ids) =>
        tx.Ask<KnownScan>($"select scan_id, hash, report_id from scans where tenant_id = {tx.TenantId} and scan_id = any({ids})");

    /// <summary>Keeps the reports that claimed scans became, and gives up the claim to those that became none.</summary>
    public static void Settle(TenantTx tx, IReadOnlyCollection<(string Id, Guid Report)> accepted, string[] refused)
    {
        if (accepted.Count > 0)
            tx.Write($"""
                update scans s set report_id = g.report
                from unnest({accepted.Select(a => a.Id).ToArray()}, {accepted.Select(a => a.Report).ToArray()}) as g (id, report)
                where s.tenant_id = {tx.TenantId} and s.scan_id = g.id
                """);
        if (refused.Length > 0) tx.Write($"delete from scans where tenant_id = {tx.TenantId} and scan_id = any({refused})");
    }
}

/// <summary>A scan that was sent before.</summary>
internal sealed record KnownScan(string ScanId, byte[] Hash, Guid? ReportId);
