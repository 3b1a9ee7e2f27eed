using FactoryFlow.Platform.Errors;
using FactoryFlow.Production.V1;
using FactoryFlow.Production.Workers;
using Grpc.Core;

namespace FactoryFlow.Production.Reports;

internal sealed partial class StepReportService
{
    public override async Task<V1.Job> ReportJobStep(ReportJobStepRequest request, ServerCallContext context)
    {
        var now = await db.Now(context);
        var check = new Check();
        var jobId = check.Id("job_id", request.JobId);
        var stepId = check.Id("step_id", request.StepId);
        var work = Work.Of(check, request.GoodQuantity, request.RejectedQuantity, request.Rejects, request.Shares, request.ShareBasis, request.OccurTime, now);
        check.That(work is not { Good: 0, Rejected: 0 }, "good_quantity", "is required, or rejected_quantity: a report is of at least one piece");
        check.Done();
        return await db.Write(context, request, async tx =>
        {
            var reach = Reach.Ask(tx, context);
            return reach.Show(await Recording.Record(tx, reach, jobId, stepId, work, StepReport.Types.Kind.Progress));
        });
    }
}
