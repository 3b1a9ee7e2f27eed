using FactoryFlow.Platform.Data;
using FactoryFlow.Platform.Errors;
using FactoryFlow.Production.V1;
using FactoryFlow.Production.Workers;
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
        return db.Write(context, request, tx => Start(tx, Reach.Ask(tx, context), jobId, stepId));
    }

    private static async Task<V1.Job> Start(TenantTx tx, Reach reach, Guid jobId, Guid stepId)
    {
        var job = await JobStore.Lock(tx, jobId);
        reach.RequireStep(job, stepId);
        var after = job.StartStep(stepId, tx.Now);
        JobStore.Save(tx, job, after);
        tx.Audit("job_step.started", "job_step", stepId, StepChanges.Between(job.Find(stepId), after.Find(stepId)));
        return reach.Show(after);
    }
}
