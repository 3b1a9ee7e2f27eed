using FactoryFlow.Ledger.V1;
using FactoryFlow.Platform.Data;
using Grpc.Core;

namespace FactoryFlow.Ledger.Statements;

internal sealed partial class StatementService
{
    public override Task<TrialBalance> GetTrialBalance(GetTrialBalanceRequest request, ServerCallContext context) =>
        db.Read(context, async tx =>
        {
            var rows = await tx.All<TotalRow>($"""
                select account, currency, sum(amount) as total from lines where tenant_id = {tx.TenantId} group by account, currency order by currency, account
                """);
            var balance = new TrialBalance();
            balance.Accounts.AddRange(rows.Select(r => new AccountTotal { Account = r.Account, Total = Wire.Money(r.Total, r.Currency) }));
            return balance;
        });

    private sealed record TotalRow(string Account, string Currency, decimal Total);
}
