using FactoryFlow.Ledger.Accounts;
using FactoryFlow.Ledger.V1;
using FactoryFlow.Platform.Data;
using FactoryFlow.Platform.Errors;
using Grpc.Core;
using Basis = FactoryFlow.Ledger.V1.GetWorkerBalanceRequest.Types.Basis;

namespace FactoryFlow.Ledger.Statements;

internal sealed partial class StatementService
{
    public override async Task<WorkerBalance> GetWorkerBalance(GetWorkerBalanceRequest request, ServerCallContext context)
    {
        var check = new Check();
        var workerId = check.Id("worker_id", request.WorkerId);
        var asOf = AsOf.Of(check, request.AsOf, request.Basis);
        check.Done();
        var reach = await Reach.Of(context, workers);
        reach.Require(workerId);
        var (currency, balance) = await db.Read(context, async tx => await BalanceOf(tx, workerId, asOf) ?? await EmptyBalance(tx, workerId, reach, context));
        // What is open is the balance above zero and an advance the balance below: WorkerAccount says why.
        return new WorkerBalance
        {
            Balance = Wire.Money(balance, currency),
            Pending = Wire.Money(Math.Max(0m, balance), currency),
            Advance = Wire.Money(Math.Max(0m, -balance), currency),
        };
    }

    private static async Task<BalanceRow?> BalanceOf(TenantTx tx, Guid workerId, AsOf? asOf)
    {
        if (asOf is { } then)
        {
            var balance = then.Basis == Basis.Effective ? StatementStore.AskEffective(tx, workerId, then) : StatementStore.AskBooked(tx, workerId, then);
            await tx.Flush();
            return balance.First;
        }

        var account = AccountStore.Ask(tx, workerId);
        await tx.Flush();
        return account.First is { } known ? new BalanceRow(known.Currency, known.Balance) : null;
    }

    private async Task<BalanceRow> EmptyBalance(TenantTx tx, Guid workerId, Reach reach, ServerCallContext context)
    {
        var empty = await workers.EmptyAccount(tx, workerId, reach, context.CancellationToken);
        return new BalanceRow(empty.Currency, empty.Balance);
    }
}
