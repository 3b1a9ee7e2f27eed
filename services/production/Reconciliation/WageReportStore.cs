using FactoryFlow.Events.Production;
using FactoryFlow.Platform.Data;
using FactoryFlow.Production.Reports;

namespace FactoryFlow.Production.Reconciliation;

/// <summary>The statements that look at reports as the ledger should know them.</summary>
internal static class WageReportStore
{
    /// <summary>How long a fact may take to its consumer before somebody wonders.</summary>
    private static readonly TimeSpan OnItsWay = TimeSpan.FromSeconds(10);

    private static readonly string[] Facts = [.. new[] { typeof(JobStepCompleted), typeof(JobStepProgressed), typeof(JobStepReopened), typeof(HeldWageReleased) }.Select(t => t.FullName!)];

    /// <summary>Asks for the reports of a time range behind one.</summary>
    public static Answer<WageReportRow> AskRange(TenantTx tx, DateTimeOffset from, DateTimeOffset to, (DateTimeOffset Time, Guid Id) after, int limit) => tx.Ask<WageReportRow>($"""
        select r.id, r.step_id, s.name as step_name, r.job_id, j.number as job_number, r.good_quantity as quantity, j.currency, r.worker_id,
               coalesce(h.shares, r.shares)::text as shares, coalesce(h.earned, r.earned) as earned, h.report_id is not null and h.release_time is null as is_held,
               c.id is not null as is_taken_back,
               greatest(r.create_time, h.release_time, c.create_time) > {tx.Now - OnItsWay} or r.id in (
                   select (coalesce(body::jsonb ->> 'reversedReportId', body::jsonb ->> 'reportId', body::jsonb ->> 'stepId'))::uuid from outbox where tenant_id = {tx.TenantId} and type = any({Facts})) as is_underway,
               r.work_time
        from step_reports r
        join jobs j on j.tenant_id = r.tenant_id and j.id = r.job_id
        join job_steps s on s.tenant_id = r.tenant_id and s.job_id = r.job_id and s.id = r.step_id
        left join held_reports h on h.tenant_id = r.tenant_id and h.report_id = r.id
        left join step_reports c on c.tenant_id = r.tenant_id and c.reverses_id = r.id
        where r.tenant_id = {tx.TenantId} and r.work_time >= {from} and r.work_time < {to} and (r.work_time, r.id) > ({after.Time}, {after.Id})
            and s.is_paid and r.kind <> 'CORRECTION' and r.good_quantity > 0
        order by r.work_time, r.id limit {limit}
        """);

    /// <summary>Asks for reports by their ids.</summary>
    // The columns of AskRange once more: a statement's holes are parameters, never text.
    public static Answer<WageReportRow> AskEach(TenantTx tx, Guid[] ids) => tx.Ask<WageReportRow>($"""
        select r.id, r.step_id, s.name as step_name, r.job_id, j.number as job_number, r.good_quantity as quantity, j.currency, r.worker_id,
               coalesce(h.shares, r.shares)::text as shares, coalesce(h.earned, r.earned) as earned, h.report_id is not null and h.release_time is null as is_held,
               c.id is not null as is_taken_back,
               greatest(r.create_time, h.release_time, c.create_time) > {tx.Now - OnItsWay} or r.id in (
                   select (coalesce(body::jsonb ->> 'reversedReportId', body::jsonb ->> 'reportId', body::jsonb ->> 'stepId'))::uuid from outbox where tenant_id = {tx.TenantId} and type = any({Facts})) as is_underway,
               r.work_time
        from step_reports r
        join jobs j on j.tenant_id = r.tenant_id and j.id = r.job_id
        join job_steps s on s.tenant_id = r.tenant_id and s.job_id = r.job_id and s.id = r.step_id
        left join held_reports h on h.tenant_id = r.tenant_id and h.report_id = r.id
        left join step_reports c on c.tenant_id = r.tenant_id and c.reverses_id = r.id
        where r.tenant_id = {tx.TenantId} and r.id = any({ids}) and s.is_paid and r.kind <> 'CORRECTION' and r.good_quantity > 0
        """);

    /// <summary>Asks for the reports themselves with their jobs, each before the correction that took it back.</summary>
    public static Answer<ReportedRow> AskWithCorrections(TenantTx tx, Guid[] ids) => tx.Ask<ReportedRow>($"""
        select r.id, r.step_id, r.kind, r.good_quantity, r.rejected_quantity, r.rejects::text, r.worker_id, coalesce(h.shares, r.shares)::text as shares,
               coalesce(h.rate_version_id, r.rate_version_id) as rate_version_id, coalesce(h.rate, r.rate) as rate, coalesce(h.earned, r.earned) as earned, r.work_time, r.create_time,
               r.reverses_id, r.reason, h.report_id is not null and h.release_time is null as is_held, null::uuid as reversed_by_id, r.job_id
        from step_reports r left join held_reports h on h.tenant_id = r.tenant_id and h.report_id = r.id
        where r.tenant_id = {tx.TenantId} and (r.id = any({ids}) or r.reverses_id = any({ids})) order by r.create_time, r.id
        """);
}

/// <summary>A report with the job that it is of.</summary>
internal sealed record ReportedRow(
    Guid Id, Guid StepId, string Kind, int GoodQuantity, int RejectedQuantity, string? Rejects, Guid WorkerId, string? Shares, Guid? RateVersionId, decimal? Rate,
    decimal? Earned, DateTimeOffset WorkTime, DateTimeOffset CreateTime, Guid? ReversesId, string? Reason, bool IsHeld, Guid? ReversedById, Guid JobId)
{
    public Report ToReport() => new ReportRow(
        Id, StepId, Kind, GoodQuantity, RejectedQuantity, Rejects, WorkerId, Shares, RateVersionId, Rate, Earned, WorkTime, CreateTime, ReversesId, Reason, IsHeld, ReversedById).ToReport();
}
