using FactoryFlow.Ledger.V1;
using FactoryFlow.Platform.Errors;
using Grpc.Core;
using Basis = FactoryFlow.Ledger.V1.GetWorkerBalanceRequest.Types.Basis;

namespace FactoryFlow.Ledger.Statements;

internal sealed partial class StatementService
{
    public override Task<TrialBalance> GetTrialBalance(GetTrialBalanceRequest request, ServerCallContext context)
    {
        var check = new Check();
        var asOf = AsOf.Of(check, request.AsOf, request.Basis);
        check.Done();
        return db.Read(context, async tx =>
        {
            return AccountTotalRow.ToMessage(await (asOf switch
            {
                null => StatementStore.Totals(tx),
                { Basis: Basis.Effective } then => StatementStore.EffectiveTotals(tx, then),
                { } then => StatementStore.BookedTotals(tx, then),
            }));
        });
    }
}
