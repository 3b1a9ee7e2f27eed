using FactoryFlow.Ledger.V1;
using FactoryFlow.Platform.Data;

namespace FactoryFlow.Ledger.Statements;

/// <summary>The sum of an account's lines in a currency.</summary>
internal sealed record AccountTotalRow(string Account, string Currency, decimal Total)
{
    public AccountTotal ToMessage() => new() { Account = Account, Total = Wire.Money(Total, Currency) };
}
