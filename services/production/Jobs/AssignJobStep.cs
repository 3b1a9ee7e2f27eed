using FactoryFlow.Platform.Data;
using FactoryFlow.Platform.Errors;
using FactoryFlow.Production.V1;
using FactoryFlow.Production.Workers;
using Grpc.Core;

namespace FactoryFlow.Production.Jobs;

internal sealed partial class JobService
{
    public override Task<V1.Job> AssignJobStep(AssignJobStepRequest request, ServerCallContext context)
    {
        var check = new Check();
        var jobId = check.Id("job_id", request.JobId);
        var stepId = check.Id("step_id", request.StepId);
        var workerId = check.Id("worker_id", request.WorkerId);
        check.Done();
        return db.Write(context, request, async tx =>
        {
            var worker = WorkerStore.AskKnown(tx, [workerId]);
            var job = await JobStore.Lock(tx, jobId);
            var before = job.Find(stepId);
            if (worker.Rows.Count == 0) throw Reasons.WorkerNotFound.Refuse($"There is no worker {workerId}.", "worker_id");
            var after = job.AssignStep(stepId, workerId);
            JobStore.Save(tx, job, after, stepId);
            tx.Audit("job_step.assigned", "job_step", stepId, new Json($$"""{"workerId":["{{before.WorkerId}}","{{workerId}}"]}"""));
            return after.ToMessage();
        });
    }
}
