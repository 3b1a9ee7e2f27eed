using FactoryFlow.Platform.Data;
using FactoryFlow.Platform.Errors;
using FactoryFlow.Production.V1;
using Grpc.Core;

namespace FactoryFlow.Production.Jobs;

internal sealed partial class JobService
{
    public override Task<ListJobsResponse> ListJobs(ListJobsRequest request, ServerCallContext context)
    {
        var check = new Check();
        var size = check.PageSize(request.PageSize);
        check.Done();
        var before = PageToken.Number(request.PageToken) ?? long.MaxValue;
        return db.Read(context, async tx =>
        {
            var found = await tx.All<Guid>($"select id from jobs where tenant_id = {tx.TenantId} and number < {before} order by number desc limit {size + 1}");
            Guid[] page = [.. found.Take(size)];
            var jobs = JobStore.Ask(tx, page);
            var steps = JobStore.AskSteps(tx, page);
            await tx.Flush();
            var byJob = steps.Rows.ToLookup(s => s.JobId);
            var response = new ListJobsResponse { NextPageToken = found.Count > size ? PageToken.After(jobs.Rows[^1].Number) : "" };
            response.Jobs.AddRange(jobs.Rows.Select(j => j.ToJob(byJob[j.Id]).ToMessage()));
            return response;
        });
    }
}
