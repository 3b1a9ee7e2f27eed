using FactoryFlow.Ledger.Accounts;
using FactoryFlow.Ledger.V1;
using FactoryFlow.Platform.Data;
using FactoryFlow.Platform.Errors;
using Grpc.Core;

namespace FactoryFlow.Ledger.Statements;

internal sealed partial class StatementService
{
    public override async Task<WorkerBalance> GetWorkerBalance(GetWorkerBalanceRequest request, ServerCallContext context)
    {
        var check = new Check();
        var workerId = check.Id("worker_id", request.WorkerId);
        check.Done();
        var account = await db.Read(context, async tx =>
        {
            var known = AccountStore.Ask(tx, workerId);
            await tx.Flush();
            return known.First ?? await workers.EmptyAccount(tx, workerId, context.CancellationToken);
        });
        // What is open is the balance above zero and an advance the balance below: WorkerAccount says why.
        return new WorkerBalance
        {
            Balance = Wire.Money(account.Balance, account.Currency),
            Pending = Wire.Money(Math.Max(0m, account.Balance), account.Currency),
            Advance = Wire.Money(Math.Max(0m, -account.Balance), account.Currency),
        };
    }
}
