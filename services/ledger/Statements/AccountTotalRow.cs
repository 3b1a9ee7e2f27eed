using FactoryFlow.Ledger.V1;
using FactoryFlow.Platform.Data;

namespace FactoryFlow.Ledger.Statements;

/// <summary>The sum of an account's lines in a currency, of those that were paid in another one or of those that were not.</summary>
internal sealed record AccountTotalRow(string Account, string Currency, string TransactionCurrency, decimal Total, decimal TransactionTotal)
{
    /// <summary>These sums as a trial balance shows them.</summary>
    public static TrialBalance ToMessage(IReadOnlyList<AccountTotalRow> rows) => new()
    {
        Accounts = { rows.GroupBy(r => (r.Account, r.Currency)).Select(g => new AccountTotal { Account = g.Key.Account, Total = Wire.Money(g.Sum(r => r.Total), g.Key.Currency) }) },
        ForeignAccounts =
        {
            rows.Where(r => r.TransactionCurrency != r.Currency).OrderBy(r => r.TransactionCurrency, StringComparer.Ordinal).ThenBy(r => r.Account, StringComparer.Ordinal)
                .Select(r => new ForeignAccountTotal { Account = r.Account, Total = Wire.Money(r.TransactionTotal, r.TransactionCurrency), BaseTotal = Wire.Money(r.Total, r.Currency) }),
        },
    };
}
