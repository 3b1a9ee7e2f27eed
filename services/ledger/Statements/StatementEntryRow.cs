using FactoryFlow.Ledger.Entries;
using FactoryFlow.Ledger.V1;
using FactoryFlow.Platform.Data;

namespace FactoryFlow.Ledger.Statements;

/// <summary>A line of a worker's account with its entry.</summary>
internal sealed record StatementEntryRow(
    Guid Id, string Type, decimal Amount, decimal BalanceAfter, long Sequence, DateTimeOffset EffectiveTime, DateTimeOffset BookedTime,
    string Description, string Details, string? Period, string? TransactionCurrency, decimal? TransactionAmount)
{
    public StatementEntry ToMessage(string currency)
    {
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
            Period = Period ?? Periods.Period.Of(EffectiveTime).Name,
            LatePeriod = Period is null ? "" : Periods.Period.Of(EffectiveTime).Name,
            TransactionAmount = TransactionAmount is { } paid ? Wire.Money(Math.Abs(paid), TransactionCurrency!) : null,
            Source = EntryStore.ReadDetails(Details).ToSource(currency),
        };
    }
}
