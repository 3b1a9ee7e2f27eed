using FactoryFlow.Platform.Errors;
using FactoryFlow.Production.Reports;
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
        var shares = Shares.Of(check, request.Shares, request.ShareBasis);
        if (shares is null) check.Id("worker_id", request.WorkerId);
        else check.That(request.WorkerId.Length == 0, "worker_id", "is for one worker alone: leave it out where several share the step");
        check.Done();
        Guid[] workers = shares is null ? [Guid.Parse(request.WorkerId)] : [.. shares.Select(s => s.WorkerId)];
        return db.Write(context, request, async tx =>
        {
            var known = WorkerStore.AskKnown(tx, workers);
            var job = await JobStore.Lock(tx, jobId);
            var before = job.Find(stepId);
            for (var i = 0; i < workers.Length; i++) KnownWorker.Require(known.Rows, workers[i], shares is null ? "worker_id" : $"shares[{i}].worker_id");
            var after = job.AssignStep(stepId, workers[0], shares);
            JobStore.Save(tx, job, after);
            StepWorkers.Assign(tx, jobId, after.Find(stepId));
            tx.Audit("job_step.assigned", "job_step", stepId, StepChanges.Between(before, after.Find(stepId)));
            return after.ToMessage();
        });
    }
}
