using FactoryFlow.Platform.Data;
using FactoryFlow.Production.Jobs;
using FactoryFlow.Production.Rates;
using FactoryFlow.Production.V1;
using FactoryFlow.Production.Workers;
using Job = FactoryFlow.Production.Jobs.Job;

namespace FactoryFlow.Production.Reports;

/// <summary>Records work at a step: finds the rate, lets the job decide, and writes what came of it.</summary>
internal static class Recording
{
    /// <summary>Records a report of work that is asked for in one call: one question, one write.</summary>
    public static async Task<Job> Record(TenantTx tx, Reach reach, Guid jobId, Guid stepId, Work asked, StepReport.Types.Kind kind)
    {
        var work = asked.Recorded(tx.Now);
        var known = work.Shares is { } shares ? WorkerStore.AskKnown(tx, [.. shares.Select(s => s.WorkerId)]) : null;
        var rate = RateStore.AskInForce(tx, jobId, stepId, work.Time);
        var job = await JobStore.Lock(tx, jobId);
        reach.RequireReport(job, stepId, work);
        if (known is not null) Shares.Require(known.Rows, work.Shares!);

        var reported = Decide(job, stepId, work, rate.First, tx.NewId(), kind);
        if (reported.Report.IsHeld && await RateStore.FindBehindNewer(tx, job.ArticleId, job.Find(stepId).Name, work.Time) is { } newer)
            reported = Decide(job, stepId, work, newer, reported.Report.Id, kind);
        Keep(tx, job, reported);
        return reported.Job;
    }

    /// <summary>Writes what a report made of a locked job, and tells others.</summary>
    public static void Keep(TenantTx tx, Job before, Reported reported)
    {
        JobStore.Save(tx, before, reported.Job);
        Tell(tx, before, reported);
    }

    /// <summary>Writes a report, and tells others; what it made of the job is written by whoever knows what the next one makes of it.</summary>
    public static void Tell(TenantTx tx, Job before, Reported reported)
    {
        var (after, report) = reported;
        ReportStore.Add(tx, after, report);
        if (report.Shares is not null || report.WorkerId != after.Find(report.StepId).WorkerId) StepWorkers.Keep(tx, after.Id, report);
        tx.Publish(ReportFacts.Of(tx, after, report));
        tx.Audit(ActionOf(report.Kind), "job_step", report.StepId, StepChanges.Between(before.Find(report.StepId), after.Find(report.StepId)));
    }

    private static Reported Decide(Job job, Guid stepId, Work work, Jobs.Rate? rate, Guid reportId, StepReport.Types.Kind kind) =>
        kind == StepReport.Types.Kind.Completion ? job.CompleteStep(stepId, work, rate, reportId) : job.ReportStep(stepId, work, rate, reportId);

    private static string ActionOf(StepReport.Types.Kind kind) => kind switch
    {
        StepReport.Types.Kind.Completion => "job_step.completed",
        StepReport.Types.Kind.Progress => "job_step.progressed",
        _ => "job_step.reopened",
    };
}
