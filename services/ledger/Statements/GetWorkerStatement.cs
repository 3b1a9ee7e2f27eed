using FactoryFlow.Ledger.Accounts;
using FactoryFlow.Ledger.V1;
using FactoryFlow.Platform.Data;
using FactoryFlow.Platform.Errors;
using Grpc.Core;

namespace FactoryFlow.Ledger.Statements;

internal sealed partial class StatementService
{
    public override async Task<WorkerStatement> GetWorkerStatement(GetWorkerStatementRequest request, ServerCallContext context)
    {
        var check = new Check();
        var workerId = check.Id("worker_id", request.WorkerId);
        var size = check.PageSize(request.PageSize);
        check.Done();
        var before = PageToken.Number(request.PageToken) ?? long.MaxValue;
        var (account, rows) = await db.Read(context, async tx =>
        {
            var accounts = AccountStore.Ask(tx, workerId);
            var entries = tx.Ask<StatementEntryRow>($"""
                select e.id, e.type, l.amount, l.balance_after, l.sequence, e.effective_time, e.booked_time, e.description, e.details::text, e.period
                from lines l join entries e on e.tenant_id = l.tenant_id and e.id = l.entry_id
                where l.tenant_id = {tx.TenantId} and l.worker_id = {workerId} and l.sequence < {before}
                order by l.sequence desc limit {size + 1}
                """);
            await tx.Flush();
            return (accounts.First ?? await workers.EmptyAccount(tx, workerId, context.CancellationToken), entries.Rows);
        });
        var statement = new WorkerStatement
        {
            WorkerId = workerId.ToString(),
            Balance = Wire.Money(account.Balance, account.Currency),
            NextPageToken = rows.Count > size ? PageToken.After(rows[size - 1].Sequence) : "",
        };
        statement.Entries.AddRange(rows.Take(size).Select(r => r.ToMessage(account.Currency)));
        return statement;
    }
}
