using System.Text.Json;
using FactoryFlow.Platform.Data;
using FactoryFlow.Platform.Messages;
using FactoryFlow.Production.Jobs;

namespace FactoryFlow.Production.Reports;

/// <summary>The statements that find and add reports; none changes one.</summary>
internal static class ReportStore
{
    /// <summary>Asks for a step's reports behind one, in the order in which they were recorded.</summary>
    public static Answer<ReportRow> Ask(TenantTx tx, Guid stepId, Guid after, int count) => tx.Ask<ReportRow>($"""
        select r.id, r.step_id, r.kind, r.good_quantity, r.rejected_quantity, r.rejects::text, r.worker_id, coalesce(h.shares, r.shares)::text as shares,
               coalesce(h.rate_version_id, r.rate_version_id) as rate_version_id, coalesce(h.rate, r.rate) as rate, coalesce(h.earned, r.earned) as earned, r.work_time, r.create_time,
               r.reverses_id, r.reason, h.report_id is not null and h.release_time is null as is_held, c.id as reversed_by_id
        from step_reports r
        left join held_reports h on h.tenant_id = r.tenant_id and h.report_id = r.id
        left join step_reports c on c.tenant_id = r.tenant_id and c.reverses_id = r.id
        where r.tenant_id = {tx.TenantId} and r.step_id = {stepId} and r.id > {after}
        order by r.id limit {count}
        """);

    /// <summary>Asks for the report of a step that is to be taken back: the one that is named, else the last that completed it.</summary>
    public static Answer<ReportRow> AskPast(TenantTx tx, Guid stepId, Guid? reportId) => tx.Ask<ReportRow>($"""
        select r.id, r.step_id, r.kind, r.good_quantity, r.rejected_quantity, r.rejects::text, r.worker_id, coalesce(h.shares, r.shares)::text as shares,
               coalesce(h.rate_version_id, r.rate_version_id) as rate_version_id, coalesce(h.rate, r.rate) as rate, coalesce(h.earned, r.earned) as earned, r.work_time, r.create_time,
               r.reverses_id, r.reason, h.report_id is not null and h.release_time is null as is_held, c.id as reversed_by_id
        from step_reports r
        left join held_reports h on h.tenant_id = r.tenant_id and h.report_id = r.id
        left join step_reports c on c.tenant_id = r.tenant_id and c.reverses_id = r.id
        where r.tenant_id = {tx.TenantId} and r.step_id = {stepId} and (r.id = {reportId}::uuid or ({reportId}::uuid is null and r.kind = 'COMPLETION' and c.id is null))
        order by r.create_time desc, r.id desc limit 1
        """);

    /// <summary>Asks which reports of a step are held.</summary>
    public static Answer<Guid> AskHeld(TenantTx tx, Guid jobId, Guid stepId) => tx.Ask<Guid>($"""
        select report_id from held_reports where tenant_id = {tx.TenantId} and job_id = {jobId} and step_id = {stepId} and release_time is null
        """);

    /// <summary>Adds a report, and what is held of it.</summary>
    public static void Add(TenantTx tx, Job job, Report report)
    {
        var rejects = new Json(report.Rejects.Count == 0 ? null : JsonSerializer.Serialize(report.Rejects, FactJson.Options));
        tx.Write($"""
            insert into step_reports (tenant_id, id, job_id, step_id, kind, good_quantity, rejected_quantity, rejects, worker_id, shares,
                rate_version_id, rate, earned, work_time, create_time, reverses_id, reason)
            values ({tx.TenantId}, {report.Id}, {job.Id}, {report.StepId}, {report.Kind}, {report.Good}, {report.Rejected}, {rejects}, {report.WorkerId}, {report.Shares.ToJson()},
                {report.Rate?.VersionId}, {report.Rate?.Amount}, {report.Earned}, {report.WorkTime}, {tx.Now}, {report.ReversesId}, {report.Reason})
            """);
        if (report.IsHeld)
            tx.Write($"""
                insert into held_reports (tenant_id, report_id, job_id, step_id, article_id, step, work_time)
                values ({tx.TenantId}, {report.Id}, {job.Id}, {report.StepId}, {job.ArticleId}, {job.Find(report.StepId).Name}, {report.WorkTime})
                """);
        // What was taken back waits for no rate.
        if (report.ReversesId is { } reversed)
            tx.Write($"delete from held_reports where tenant_id = {tx.TenantId} and report_id = {reversed} and release_time is null");
    }
}
