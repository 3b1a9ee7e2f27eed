using FactoryFlow.Ledger.Entries;
using FactoryFlow.Ledger.V1;
using FactoryFlow.Platform.Data;

namespace FactoryFlow.Ledger.Statements;

/// <summary>A line of a worker's account with its entry.</summary>
internal sealed record StatementEntryRow(
    Guid Id, string Type, decimal Amount, decimal BalanceAfter, long Sequence, DateTimeOffset EffectiveTime, DateTimeOffset BookedTime,
    string Description, string Details)
{
    public StatementEntry ToMessage(string currency)
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
