using FactoryFlow.Ledger.V1;
using FactoryFlow.Platform.Data;

namespace FactoryFlow.Ledger.Payments;

/// <summary>A payment without what it covered; amounts are in the account's currency.</summary>
internal sealed record PaymentRow(
    Guid Id, Guid EntryId, Guid WorkerId, decimal Amount, string Currency, decimal Advance, decimal BalanceAfter, string Method, string Note, DateTimeOffset CreateTime,
    Guid? ReversalEntryId = null, string? ReversalReason = null, decimal? ReversalBalance = null, DateTimeOffset? ReversalTime = null)
{
    public Payment ToMessage(IEnumerable<AllocationRow> allocations, IEnumerable<AllocationRow> covers, Exchange? exchange) => new()
    {
        Id = Id.ToString(),
        EntryId = EntryId.ToString(),
        WorkerId = WorkerId.ToString(),
        Amount = exchange is null ? Wire.Money(Amount, Currency) : Wire.Money(exchange.Amount, exchange.Currency),
        BaseAmount = Wire.Money(exchange?.BaseAmount ?? Amount, Currency),
        Exchange = exchange?.ToMessage(),
        Allocations = { allocations.Select(a => a.ToMessage(Currency)) },
        Advance = Wire.Money(Advance, Currency),
        Balance = Wire.Money(BalanceAfter, Currency),
        Method = Method,
        Note = Note,
        CreateTime = Wire.Time(CreateTime),
        Covers = { covers.Select(a => a.ToMessage(Currency)) },
        Reversal = ReversalEntryId is null ? null : new PaymentReversal
        {
            EntryId = ReversalEntryId.ToString(),
            Reason = ReversalReason,
            Balance = Wire.Money(ReversalBalance, Currency),
            CreateTime = Wire.Time(ReversalTime),
        },
    };
}
