using FactoryFlow.Platform.Auth;
using FactoryFlow.Platform.Errors;
using FactoryFlow.Production.V1;
using FactoryFlow.Production.Workers;
using Grpc.Core;

namespace FactoryFlow.Production.Jobs;

internal sealed partial class JobService
{
    public override Task<ListJobsResponse> ListJobs(ListJobsRequest request, ServerCallContext context)
    {
        var check = new Check();
        var size = check.PageSize(request.PageSize);
        var search = JobSearch.Of(check, request);
        check.Done();
        return db.Read(context, async tx =>
        {
            var reach = Reach.Ask(tx, context);
            if (context.Scope() != Scopes.All) await tx.Flush();
            var found = search.Ask(tx, reach.Worker, size + 1);
            await tx.Flush();
            List<JobKey> page = [.. found.Rows.Take(size)];
            Guid[] ids = [.. page.Select(j => j.Id)];
            var jobs = JobStore.Ask(tx, ids);
            var steps = JobStore.AskSteps(tx, ids);
            await tx.Flush();
            var (byId, byJob) = (jobs.Rows.ToDictionary(j => j.Id), steps.Rows.ToLookup(s => s.JobId));
            var response = new ListJobsResponse { NextPageToken = found.Rows.Count > size ? search.TokenAfter(page[^1]) : "" };
            // One that was deleted in between is left out.
            response.Jobs.AddRange(ids.Where(byId.ContainsKey).Select(id => reach.Show(byId[id].ToJob(byJob[id]))));
            return response;
        });
    }
}
