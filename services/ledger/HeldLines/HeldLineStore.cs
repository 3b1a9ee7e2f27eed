using FactoryFlow.Ledger.Wages;
using FactoryFlow.Platform.Data;

namespace FactoryFlow.Ledger.HeldLines;

/// <summary>The statements that hold wages for want of a rate, and say what became of them.</summary>
internal static class HeldLineStore
{
    /// <summary>Asks which of these reports were ever held, and how that ended.</summary>
    public static Answer<HeldReport> Ask(TenantTx tx, Guid[] reportIds) => tx.Ask<HeldReport>($"""
        select distinct on (report_id) report_id, outcome, outcome_time, outcome_reason from held_lines where tenant_id = {tx.TenantId} and report_id = any({reportIds})
        """);

    /// <summary>Asks for what is held, in the order of reports and workers.</summary>
    public static Answer<HeldLineRow> AskOpen(TenantTx tx, (Guid Report, Guid Worker) after, int limit) => tx.Ask<HeldLineRow>($"""
        select report_id, worker_id, job_id, job_number, step_id, step_name, article_id, quantity, basis, part, currency, effective_time, hold_time
        from held_lines where tenant_id = {tx.TenantId} and outcome is null and (report_id, worker_id) > ({after.Report}, {after.Worker})
        order by report_id, worker_id limit {limit}
        """);

    /// <summary>Asks for what is held of one worker, in the order of reports.</summary>
    public static Answer<HeldLineRow> AskOpenOf(TenantTx tx, Guid workerId, Guid after, int limit) => tx.Ask<HeldLineRow>($"""
        select report_id, worker_id, job_id, job_number, step_id, step_name, article_id, quantity, basis, part, currency, effective_time, hold_time
        from held_lines where tenant_id = {tx.TenantId} and worker_id = {workerId} and outcome is null and report_id > {after}
        order by report_id limit {limit}
        """);

    /// <summary>Holds the shares of reports; one that was held before stays as it is. A report that was taken back is only remembered.</summary>
    public static void Hold(TenantTx tx, IReadOnlyCollection<(Report Report, TakeBack? TakeBack)> reports) =>
        Add(tx, reports.Select(r => (r.Report, r.TakeBack is null ? null : "TAKEN_BACK", r.TakeBack)), isNew: true);

    /// <summary>The rates of these reports have come, be it before the reports themselves.</summary>
    public static void Release(TenantTx tx, IEnumerable<Report> reports) => Add(tx, reports.Select(r => (r, (string?)"RELEASED", (TakeBack?)null)), isNew: false);

    /// <summary>These reports were taken back; what was released before stays so.</summary>
    public static void TakeBack(TenantTx tx, IReadOnlyCollection<TakeBack> takeBacks) =>
        tx.Write($"""
            update held_lines h set outcome = 'TAKEN_BACK', outcome_time = t.time, outcome_reason = t.reason
            from unnest({takeBacks.Select(t => t.ReportId).ToArray()}, {takeBacks.Select(t => t.EffectiveTime).ToArray()}, {takeBacks.Select(t => t.Reason).ToArray()}) as t (report_id, time, reason)
            where h.tenant_id = {tx.TenantId} and h.report_id = t.report_id and h.outcome is null
            """);

    private static void Add(TenantTx tx, IEnumerable<(Report Report, string? Outcome, TakeBack? TakeBack)> reports, bool isNew)
    {
        var shares = reports.SelectMany(r => r.Report.Shares.Select(share => (r.Report, Share: share, r.Outcome, r.TakeBack))).ToList();
        tx.Write($"""
            insert into held_lines (tenant_id, report_id, worker_id, job_id, job_number, step_id, step_name, article_id, quantity, currency, basis, part,
                                    effective_time, outcome, outcome_time, outcome_reason, hold_time)
            select {tx.TenantId}, h.*, {tx.Now}
            from unnest({shares.ConvertAll(s => s.Report.Id).ToArray()}, {shares.ConvertAll(s => s.Share.WorkerId).ToArray()}, {shares.ConvertAll(s => s.Report.JobId).ToArray()},
                        {shares.ConvertAll(s => s.Report.JobNumber).ToArray()}, {shares.ConvertAll(s => s.Report.StepId).ToArray()}, {shares.ConvertAll(s => s.Report.StepName).ToArray()},
                        {shares.ConvertAll(s => s.Report.ArticleId).ToArray()}, {shares.ConvertAll(s => s.Report.Quantity).ToArray()}, {shares.ConvertAll(s => s.Report.Currency).ToArray()},
                        {shares.ConvertAll(s => s.Report.Basis).ToArray()}, {shares.ConvertAll(s => s.Report.IsShared ? s.Share.Part : (decimal?)null).ToArray()},
                        {shares.ConvertAll(s => s.Report.WorkTime).ToArray()}, {shares.ConvertAll(s => s.Outcome).ToArray()},
                        {shares.ConvertAll(s => s.TakeBack?.EffectiveTime ?? (s.Outcome is null ? null : tx.Now)).ToArray()},
                        {shares.ConvertAll(s => s.TakeBack?.Reason).ToArray()}) as h
            on conflict (tenant_id, report_id, worker_id) do update set outcome = excluded.outcome, outcome_time = excluded.outcome_time, outcome_reason = null
            where not {isNew}
            """);
    }
}

/// <summary>How the holding of a report ended; it goes on while <see cref="Outcome" /> is null.</summary>
internal sealed record HeldReport(Guid ReportId, string? Outcome, DateTimeOffset? OutcomeTime, string? OutcomeReason)
{
    /// <summary>That it was taken back; null when it was not.</summary>
    public TakeBack? TakeBack => Outcome == "TAKEN_BACK" ? new TakeBack(ReportId, OutcomeTime!.Value, OutcomeReason!) : null;
}
