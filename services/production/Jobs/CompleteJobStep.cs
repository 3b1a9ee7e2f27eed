using FactoryFlow.Platform.Errors;
using FactoryFlow.Production.Reports;
using FactoryFlow.Production.V1;
using FactoryFlow.Production.Workers;
using Grpc.Core;

namespace FactoryFlow.Production.Jobs;

internal sealed partial class JobService
{
    public override async Task<V1.Job> CompleteJobStep(CompleteJobStepRequest request, ServerCallContext context)
    {
        var now = await db.Now(context);
        var check = new Check();
        var jobId = check.Id("job_id", request.JobId);
        var stepId = check.Id("step_id", request.StepId);
        var work = Work.Of(
            check, request.HasGoodQuantity ? request.GoodQuantity : null, request.RejectedQuantity, request.Rejects, request.Shares, request.ShareBasis, request.OccurTime, now);
        check.Done();
        return await db.Write(context, request, async tx =>
        {
            var reach = Reach.Ask(tx, context);
            return reach.Show(await Recording.Record(tx, reach, jobId, stepId, work, StepReport.Types.Kind.Completion));
        });
    }
}
