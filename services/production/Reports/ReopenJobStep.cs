using FactoryFlow.Platform.Errors;
using FactoryFlow.Production.Jobs;
using FactoryFlow.Production.V1;
using Grpc.Core;

namespace FactoryFlow.Production.Reports;

internal sealed partial class StepReportService
{
    private const int LongestReason = 500;

    public override Task<V1.Job> ReopenJobStep(ReopenJobStepRequest request, ServerCallContext context)
    {
        var check = new Check();
        var jobId = check.Id("job_id", request.JobId);
        var stepId = check.Id("step_id", request.StepId);
        var reason = check.Text("reason", request.Reason, 1, LongestReason);
        Guid? reportId = request.ReportId.Length > 0 ? check.Id("report_id", request.ReportId) : null;
        check.Done();
        return db.Write(context, request, async tx =>
        {
            var locked = JobStore.AskLocked(tx, [jobId]);
            var steps = JobStore.AskSteps(tx, [jobId]);
            // Asked behind the lock, so that what somebody else has just done to them is seen.
            var past = ReportStore.AskPast(tx, stepId, reportId);
            var held = ReportStore.AskHeld(tx, jobId, stepId);
            await tx.Flush();
            var job = locked.First?.ToJob(steps.Rows) ?? throw JobStore.NotFound(jobId);
            var step = job.Find(stepId);
            var row = step.Status == V1.Step.Types.Status.Completed || reportId is not null ? past.First : null;
            if (row is null && reportId is not null) throw Reasons.ReportNotFound.Refuse($"{step.Name} has no report {reportId}.", "report_id");

            var reported = job.TakeBack(stepId, row is null ? null : new PastReport(row.ToReport(), row.ReversedById, held.Rows.Any(id => id != row.Id)), reason, tx.NewId(), tx.Now);
            Recording.Keep(tx, job, reported);
            return reported.Job.ToMessage();
        });
    }
}
