using FactoryFlow.Events.Production;
using FactoryFlow.Platform.Data;
using FactoryFlow.Platform.Errors;
using FactoryFlow.Production.V1;
using Grpc.Core;

namespace FactoryFlow.Production.Jobs;

internal sealed partial class JobService
{
    private const int LargestQuantity = 10_000_000;

    public override Task<V1.Job> CompleteJobStep(CompleteJobStepRequest request, ServerCallContext context)
    {
        var check = new Check();
        var jobId = check.Id("job_id", request.JobId);
        var stepId = check.Id("step_id", request.StepId);
        int? good = request.HasGoodQuantity ? check.Range("good_quantity", request.GoodQuantity, 0, LargestQuantity) : null;
        var rejected = check.Range("rejected_quantity", request.RejectedQuantity, 0, LargestQuantity);
        check.Done();
        return db.Write(context, request, async tx =>
        {
            var rate = JobStore.AskRate(tx, jobId, stepId);
            var job = await JobStore.Lock(tx, jobId);
            var after = job.CompleteStep(stepId, good, rejected, rate.First, tx.Now);
            JobStore.Save(tx, job, after, stepId);
            var step = after.Find(stepId);
            tx.Publish(Completed(tx, after, step));
            tx.Audit("job_step.completed", "job_step", stepId,
                new Json($$"""{"goodQuantity":{{step.GoodQuantity}},"rejectedQuantity":{{step.RejectedQuantity}}}"""));
            return after.ToMessage();
        });
    }

    private static JobStepCompleted Completed(TenantTx tx, Job job, Step step) => new()
    {
        EventId = tx.NewId(),
        TenantId = tx.TenantId,
        OccurredAt = tx.Now,
        JobId = job.Id,
        JobNumber = job.Number,
        StepId = step.Id,
        StepName = step.Name,
        ArticleId = job.ArticleId,
        WorkerId = step.WorkerId!.Value,
        GoodQuantity = step.GoodQuantity,
        RejectedQuantity = step.RejectedQuantity,
        IsPaid = step.IsPaid,
        RateVersionId = step.Rate?.VersionId,
        Rate = step.Rate?.Amount,
        Currency = job.Currency,
    };
}
