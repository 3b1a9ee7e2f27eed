using FactoryFlow.Ledger.V1;
using Grpc.Core;

namespace FactoryFlow.Ledger.Statements;

internal sealed partial class StatementService
{
    public override Task<TrialBalance> GetTrialBalance(GetTrialBalanceRequest request, ServerCallContext context) =>
        db.Read(context, async tx =>
        {
            var rows = await tx.All<AccountTotalRow>($"""
                select account, currency, sum(amount) as total from lines where tenant_id = {tx.TenantId} group by account, currency order by currency, account
                """);
            var balance = new TrialBalance();
            balance.Accounts.AddRange(rows.Select(r => r.ToMessage()));
            return balance;
        });
}
