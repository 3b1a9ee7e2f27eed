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
            var rows = await tx.All<JobRow>($"""
                select id, number, article_id, status, quantities::text, total_quantity, attributes::text, currency, config_version, create_time
                from jobs where tenant_id = {tx.TenantId} and number < {before} order by number desc limit {size + 1}
                """);
            var page = rows.Take(size).ToList();
            var steps = JobStore.AskSteps(tx, [.. page.Select(j => j.Id)]);
            await tx.Flush();
            var byJob = steps.Rows.ToLookup(s => s.JobId);
            var response = new ListJobsResponse { NextPageToken = rows.Count > size ? PageToken.After(page[^1].Number) : "" };
            response.Jobs.AddRange(page.Select(j => JobMessage.Of(j.ToJob(byJob[j.Id]))));
            return response;
        });
    }
}
