using FactoryFlow.Platform.Errors;
using FactoryFlow.Production.Reports;
using FactoryFlow.Production.V1;
using FactoryFlow.Production.Workers;
using Grpc.Core;
using StepStatus = FactoryFlow.Production.V1.Step.Types.Status;

namespace FactoryFlow.Production.Jobs;

internal sealed partial class JobService
{
    private const int LongestStep = 100;

    public override async Task<V1.Job> UpdateJob(UpdateJobRequest request, ServerCallContext context)
    {
        var now = await db.Now(context);
        var check = new Check();
        var jobId = check.Id("job_id", request.JobId);
        var name = check.Text("step", request.Step, 1, LongestStep);
        check.That(request.Status is StepStatus.InProgress or StepStatus.Completed, "status", "must be IN_PROGRESS or COMPLETED: a step goes no way but forward");
        var isStart = request.Status == StepStatus.InProgress;
        check.That(!isStart || (!request.HasGoodQuantity && request.RejectedQuantity == 0), "good_quantity", "and rejectedQuantity are for COMPLETED only");
        var work = Work.Of(check, request.HasGoodQuantity ? request.GoodQuantity : null, request.RejectedQuantity, [], [], Share.Types.Basis.Unspecified, null, now);
        check.Done();
        return await db.Write(context, request, async tx =>
        {
            var reach = Reach.Ask(tx, context);
            var found = JobStore.AskStep(tx, jobId, name);
            await tx.Flush();
            // The job itself says what is wrong: that it is not there, or that it has no such step.
            var stepId = found.Rows.Count > 0 ? found.First : reach.Require(await JobStore.Lock(tx, jobId), jobId).Find(name).Id;
            return isStart
                ? await Start(tx, reach, jobId, stepId)
                : reach.Show(await Recording.Record(tx, reach, jobId, stepId, work, StepReport.Types.Kind.Completion));
        });
    }
}
