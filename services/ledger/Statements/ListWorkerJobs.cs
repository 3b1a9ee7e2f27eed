using FactoryFlow.Ledger.Accounts;
using FactoryFlow.Ledger.V1;
using FactoryFlow.Platform.Errors;
using Grpc.Core;

namespace FactoryFlow.Ledger.Statements;

internal sealed partial class StatementService
{
    private const int MostPendingJobs = 2000;
    private const int MostPaidJobs = 500;

    public override async Task<ListWorkerJobsResponse> ListWorkerJobs(ListWorkerJobsRequest request, ServerCallContext context)
    {
        var check = new Check();
        var workerId = check.Id("worker_id", request.WorkerId);
        check.Done();
        var reach = await Reach.Of(context, workers);
        reach.Require(workerId);
        var (account, jobs) = await db.Read(context, async tx =>
        {
            var accounts = AccountStore.Ask(tx, workerId);
            var rows = tx.Ask<WorkerJobRow>($"""
                with jobs as (
                    select job_id, sum(earned) as earned, sum(covered) as covered, min(sequence) as first from earnings
                    where tenant_id = {tx.TenantId} and worker_id = {workerId} and job_id is not null group by job_id
                )
                (select * from jobs where covered < earned order by first limit {MostPendingJobs})
                union all (select * from jobs where covered = earned order by first desc limit {MostPaidJobs})
                """);
            await tx.Flush();
            return (accounts.First ?? await workers.EmptyAccount(tx, workerId, reach, context.CancellationToken), rows.Rows);
        });
        var response = new ListWorkerJobsResponse();
        response.Pending.AddRange(jobs.Where(j => j.Covered < j.Earned).Select(j => j.ToMessage(account.Currency)));
        response.Paid.AddRange(jobs.Where(j => j.Covered == j.Earned).Select(j => j.ToMessage(account.Currency)));
        return response;
    }
}
