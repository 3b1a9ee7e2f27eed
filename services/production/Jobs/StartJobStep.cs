using FactoryFlow.Platform.Errors;
using FactoryFlow.Production.V1;
using Grpc.Core;

namespace FactoryFlow.Production.Jobs;

internal sealed partial class JobService
{
    public override Task<V1.Job> StartJobStep(StartJobStepRequest request, ServerCallContext context)
    {
        var check = new Check();
        var jobId = check.Id("job_id", request.JobId);
        var stepId = check.Id("step_id", request.StepId);
        check.Done();
        return db.Write(context, request, async tx =>
        {
            var job = await JobStore.Lock(tx, jobId);
            var after = job.StartStep(stepId, tx.Now);
            JobStore.Save(tx, job, after, stepId);
            tx.Audit("job_step.started", "job_step", stepId);
            return after.ToMessage();
        });
    }
}
