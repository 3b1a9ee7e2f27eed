using FactoryFlow.Ledger.Accounts;
using FactoryFlow.Ledger.V1;
using FactoryFlow.Platform.Errors;
using Grpc.Core;

namespace FactoryFlow.Ledger.Statements;

internal sealed partial class StatementService
{
    private const int MostPaidJobs = 500;

    public override async Task<ListWorkerJobsResponse> ListWorkerJobs(ListWorkerJobsRequest request, ServerCallContext context)
    {
        var check = new Check();
        var workerId = check.Id("worker_id", request.WorkerId);
        check.Done();
        var (known, jobs) = await db.Read(context, async tx =>
        {
            var account = AccountStore.Ask(tx, workerId);
            var rows = tx.Ask<WorkerJobRow>($"""
                select job_id, sum(earned) as earned, sum(covered) as covered, min(sequence) as first from earnings
                where tenant_id = {tx.TenantId} and worker_id = {workerId} and job_id is not null group by job_id order by min(sequence)
                """);
            await tx.Flush();
            return (account.First, rows.Rows);
        });
        var account = known ?? await workers.EmptyAccount(workerId, context.CancellationToken);
        var response = new ListWorkerJobsResponse();
        response.Pending.AddRange(jobs.Where(j => j.Covered < j.Earned).Select(j => j.ToMessage(account.Currency)));
        response.Paid.AddRange(jobs.Where(j => j.Covered == j.Earned).Reverse().Take(MostPaidJobs).Select(j => j.ToMessage(account.Currency)));
        return response;
    }
}
