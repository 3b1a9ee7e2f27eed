using FactoryFlow.Platform.Errors;
using FactoryFlow.Production.Jobs;
using FactoryFlow.Production.V1;
using Grpc.Core;

namespace FactoryFlow.Production.Reports;

internal sealed partial class StepReportService
{
    private const int LargestQuantity = 10_000_000;

    public override Task<V1.Job> ReworkJobStep(ReworkJobStepRequest request, ServerCallContext context)
    {
        var check = new Check();
        var jobId = check.Id("job_id", request.JobId);
        var stepId = check.Id("step_id", request.StepId);
        var toStepId = request.ToStepId.Length > 0 ? check.Id("to_step_id", request.ToStepId) : stepId;
        var quantity = check.Range("quantity", request.Quantity, 1, LargestQuantity);
        var reason = check.Text("reason", request.Reason, 1, LongestReason);
        check.Done();
        return db.Write(context, request, async tx =>
        {
            var job = await JobStore.Lock(tx, jobId);
            var after = job.Rework(stepId, toStepId, quantity);
            JobStore.Save(tx, job, after);
            tx.Write($"""
                insert into reworks (tenant_id, id, job_id, step_id, to_step_id, quantity, reason, create_time)
                values ({tx.TenantId}, {tx.NewId()}, {jobId}, {stepId}, {toStepId}, {quantity}, {reason}, {tx.Now})
                """);
            tx.Audit("job_step.rework_ordered", "job_step", stepId, StepChanges.Between(job.Find(stepId), after.Find(stepId)));
            return after.ToMessage();
        });
    }
}
