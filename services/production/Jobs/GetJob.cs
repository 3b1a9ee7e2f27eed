using FactoryFlow.Platform.Errors;
using FactoryFlow.Production.V1;
using FactoryFlow.Production.Workers;
using Grpc.Core;

namespace FactoryFlow.Production.Jobs;

internal sealed partial class JobService
{
    public override Task<V1.Job> GetJob(GetJobRequest request, ServerCallContext context)
    {
        var check = new Check();
        var id = check.Id("job_id", request.JobId);
        check.Done();
        return db.Read(context, async tx =>
        {
            var reach = Reach.Ask(tx, context);
            var jobs = JobStore.Ask(tx, [id]);
            var steps = JobStore.AskSteps(tx, [id]);
            await tx.Flush();
            return reach.Show(reach.Require(jobs.First?.ToJob(steps.Rows), id));
        });
    }
}
