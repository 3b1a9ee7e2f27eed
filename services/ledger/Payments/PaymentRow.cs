using FactoryFlow.Ledger.V1;
using FactoryFlow.Platform.Data;

namespace FactoryFlow.Ledger.Payments;

/// <summary>A payment without what it covered.</summary>
internal sealed record PaymentRow(
    Guid Id, Guid EntryId, Guid WorkerId, decimal Amount, string Currency, decimal Advance, decimal BalanceAfter, string Method, string Note, DateTimeOffset CreateTime)
{
    public Payment ToMessage(IEnumerable<AllocationRow> allocations) => new()
    {
        Id = Id.ToString(),
        EntryId = EntryId.ToString(),
        WorkerId = WorkerId.ToString(),
        Amount = Wire.Money(Amount, Currency),
        Allocations = { allocations.Select(a => a.ToMessage(Currency)) },
        Advance = Wire.Money(Advance, Currency),
        Balance = Wire.Money(BalanceAfter, Currency),
        Method = Method,
        Note = Note,
        CreateTime = Wire.Time(CreateTime),
    };
}
