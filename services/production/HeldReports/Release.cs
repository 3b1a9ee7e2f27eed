using FactoryFlow.Platform.Data;
using FactoryFlow.Production.Jobs;
using FactoryFlow.Production.Reports;

namespace FactoryFlow.Production.HeldReports;

/// <summary>Pays what was held for want of a rate, in the transaction that enters the rate as far as that is quickly done.</summary>
internal static class Release
{
    /// <summary>As many jobs as are locked at once.</summary>
    public const int MostJobs = 100;

    /// <summary>
    /// Releases the held reports of a step of an article whose work was done while a rate was in force, but for those of jobs that somebody works
    /// at just now. The article must be locked: whoever holds a report looks for a rate behind that lock.
    /// </summary>
    /// <returns>How many were released, and whether others are left for <see cref="ReleaseOnDue" />.</returns>
    public static async Task<(int Count, bool AreLeft)> Some(TenantTx tx, Guid articleId, string step)
    {
        // Work that was done before the first rate of all goes on waiting.
        var jobs = await tx.All<Guid>($"""
            select distinct job_id from held_reports
            where tenant_id = {tx.TenantId} and article_id = {articleId} and step = {step} and release_time is null
                and work_time >= (select min(effective_time) from rates where tenant_id = {tx.TenantId} and article_id = {articleId} and step = {step})
            order by job_id limit {MostJobs + 1}
            """);
        if (jobs.Count == 0) return (0, false);

        Guid[] ids = [.. jobs.Take(MostJobs)];
        // Whoever reports at a job holds it and waits for the article, so nobody may wait the other way round: such jobs are left for later.
        var locked = JobStore.AskLockedNow(tx, ids);
        var held = tx.Ask<HeldRow>($"""
            select h.report_id, h.job_id, r.step_id, r.worker_id, r.good_quantity, r.shares::text, r.work_time, v.id as rate_version_id, v.amount as rate
            from held_reports h
            join step_reports r on r.tenant_id = h.tenant_id and r.id = h.report_id
            cross join lateral (
                select id, amount from rates
                where tenant_id = h.tenant_id and article_id = h.article_id and step = h.step and effective_time <= h.work_time
                order by effective_time desc limit 1) v
            where h.tenant_id = {tx.TenantId} and h.article_id = {articleId} and h.step = {step} and h.release_time is null and h.job_id = any({ids})
            order by h.report_id
            """);
        await tx.Flush();
        var byId = locked.Rows.ToDictionary(j => j.Id);
        var mine = held.Rows.Where(h => byId.ContainsKey(h.JobId)).ToList();
        foreach (var row in mine) Keep(tx, byId[row.JobId], step, row.Released());
        foreach (var (jobId, stepId) in mine.Select(h => (h.JobId, h.StepId)).Distinct()) Sum(tx, jobId, stepId, mine.Where(h => h.StepId == stepId));
        return (mine.Count, jobs.Count > byId.Count);
    }

    private static void Keep(TenantTx tx, JobRow job, string step, Report report)
    {
        tx.Write($"""
            update held_reports set release_time = {tx.Now}, rate_version_id = {report.Rate!.VersionId}, rate = {report.Rate.Amount}, earned = {report.Earned}, shares = {report.Shares.ToJson()}
            where tenant_id = {tx.TenantId} and report_id = {report.Id}
            """);
        tx.Publish(ReportFacts.Released(tx, job.Id, job.Number, job.ArticleId, step, job.Currency, report));
        tx.Audit("step_report.released", "step_report", report.Id, Changes.Between(new V1.StepReport { IsHeld = true }, new V1.StepReport { Earned = Wire.Money(report.Earned, job.Currency) }));
    }

    private static void Sum(TenantTx tx, Guid jobId, Guid stepId, IEnumerable<HeldRow> released)
    {
        var last = released.Last().Released().Rate!;
        tx.Write($"""
            update job_steps set earned = coalesce(earned, 0) + {released.Sum(r => r.Rate * r.GoodQuantity)}, rate_version_id = {last.VersionId}, rate = {last.Amount},
                is_held = exists (select from held_reports h where h.tenant_id = {tx.TenantId} and h.job_id = {jobId} and h.step_id = {stepId} and h.release_time is null)
            where tenant_id = {tx.TenantId} and job_id = {jobId} and id = {stepId}
            """);
    }

    private sealed record HeldRow(
        Guid ReportId, Guid JobId, Guid StepId, Guid WorkerId, int GoodQuantity, string? Shares, DateTimeOffset WorkTime, Guid RateVersionId, decimal Rate)
    {
        public Report Released() => new Report
        {
            Id = ReportId,
            StepId = StepId,
            Kind = V1.StepReport.Types.Kind.Unspecified,
            Good = GoodQuantity,
            Rejected = 0,
            Rejects = [],
            WorkerId = WorkerId,
            Shares = Reports.Shares.FromJson(Shares),
            Rate = null,
            Earned = null,
            IsHeld = true,
            WorkTime = WorkTime,
        }.Released(new Rate(RateVersionId, Rate));
    }
}
