using FactoryFlow.Ledger.V1;
using FactoryFlow.Platform.Data;

namespace FactoryFlow.Ledger.Periods;

/// <summary>What an account came to in a period: before it, in it, and both together.</summary>
internal sealed record TotalRow(string Account, string Currency, decimal Opening, decimal Movement, decimal Closing)
{
    public PeriodTotal ToMessage() => new()
    {
        Account = Account, Opening = Wire.Money(Opening, Currency), Movement = Wire.Money(Movement, Currency), Closing = Wire.Money(Closing, Currency),
    };
}
