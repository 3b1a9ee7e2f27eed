using FactoryFlow.Platform.Data;
using FactoryFlow.Platform.Errors;
using FactoryFlow.Production.Jobs;
using FactoryFlow.Production.V1;
using FactoryFlow.Production.Workers;
using Grpc.Core;

namespace FactoryFlow.Production.Reports;

internal sealed partial class StepReportService
{
    public override Task<ListStepReportsResponse> ListStepReports(ListStepReportsRequest request, ServerCallContext context)
    {
        var check = new Check();
        var jobId = check.Id("job_id", request.JobId);
        var stepId = check.Id("step_id", request.StepId);
        var size = check.PageSize(request.PageSize);
        check.Done();
        var after = PageToken.Id(request.PageToken) ?? Guid.Empty;
        return db.Read(context, async tx =>
        {
            var reach = Reach.Ask(tx, context);
            var jobs = JobStore.Ask(tx, [jobId]);
            var steps = JobStore.AskSteps(tx, [jobId]);
            var reports = ReportStore.Ask(tx, stepId, after, size + 1);
            await tx.Flush();
            var job = reach.Require(jobs.First?.ToJob(steps.Rows), jobId);
            job.Find(stepId);
            reach.RequireStep(job, stepId);
            var page = reports.Rows.Take(size).ToList();
            var response = new ListStepReportsResponse { NextPageToken = reports.Rows.Count > size ? PageToken.After(page[^1].Id.ToString()) : "" };
            response.Reports.AddRange(page.Select(r => r.ToMessage(job.Currency)));
            return response;
        });
    }
}
