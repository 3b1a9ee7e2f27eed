using FactoryFlow.Ledger.Accounts;
using FactoryFlow.Ledger.Entries;
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
        var (known, rows) = await db.Read(context, async tx =>
        {
            var accounts = AskAccount(tx, workerId);
            var entries = tx.Ask<EntryRow>($"""
                select e.id, e.type, l.amount, l.balance_after, l.sequence, e.effective_time, e.booked_time, e.description, e.details::text
                from lines l join entries e on e.tenant_id = l.tenant_id and e.id = l.entry_id
                where l.tenant_id = {tx.TenantId} and l.worker_id = {workerId} and l.sequence < {before}
                order by l.sequence desc limit {size + 1}
                """);
            await tx.Flush();
            return (accounts.First, entries.Rows);
        });
        var account = known ?? await workers.EmptyAccount(workerId, context.CancellationToken);
        var statement = new WorkerStatement
        {
            WorkerId = workerId.ToString(),
            Balance = Wire.Money(account.Balance, account.Currency),
            NextPageToken = rows.Count > size ? PageToken.After(rows[size - 1].Sequence) : "",
        };
        statement.Entries.AddRange(rows.Take(size).Select(r => r.ToEntry(account.Currency)));
        return statement;
    }

    private static Answer<WorkerAccount> AskAccount(TenantTx tx, Guid workerId) => tx.Ask<WorkerAccount>($"""
        select worker_id, currency, balance, sequence from worker_accounts where tenant_id = {tx.TenantId} and worker_id = {workerId}
        """);

    private sealed record EntryRow(
        Guid Id, string Type, decimal Amount, decimal BalanceAfter, long Sequence, DateTimeOffset EffectiveTime, DateTimeOffset BookedTime,
        string Description, string Details)
    {
        public StatementEntry ToEntry(string currency)
        {
            var details = EntryStore.ReadDetails(Details);
            return new StatementEntry
            {
                Id = Id.ToString(),
                Type = Type,
                Direction = Amount > 0 ? StatementEntry.Types.Direction.Credit : StatementEntry.Types.Direction.Debit,
                Amount = Wire.Money(Math.Abs(Amount), currency),
                BalanceAfter = Wire.Money(BalanceAfter, currency),
                EffectiveTime = Wire.Time(EffectiveTime),
                BookedTime = Wire.Time(BookedTime),
                Description = Description,
                Source = new EntrySource
                {
                    JobId = details.JobId?.ToString() ?? "",
                    JobNumber = details.JobNumber ?? 0,
                    StepId = details.StepId?.ToString() ?? "",
                    StepName = details.StepName ?? "",
                    Quantity = details.Quantity ?? 0,
                    Rate = Wire.Money(details.Rate, currency),
                    RateVersionId = details.RateVersionId?.ToString() ?? "",
                    PaymentId = details.PaymentId?.ToString() ?? "",
                },
            };
        }
    }
}
