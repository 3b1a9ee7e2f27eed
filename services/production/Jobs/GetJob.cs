using FactoryFlow.Platform.Errors;
using FactoryFlow.Production.V1;
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
            var job = tx.Ask<JobRow>($"""
                select id, number, article_id, status, quantities::text, total_quantity, attributes::text, currency, config_version, create_time
                from jobs where tenant_id = {tx.TenantId} and id = {id}
                """);
            var steps = JobStore.AskSteps(tx, [id]);
            await tx.Flush();
            return JobMessage.Of(job.First?.ToJob(steps.Rows) ?? throw Reasons.JobNotFound.Refuse($"There is no job {id}."));
        });
    }
}
