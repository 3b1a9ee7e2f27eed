using FactoryFlow.Ledger.V1;
using FactoryFlow.Platform.Data;

namespace FactoryFlow.Ledger.Payments;

/// <summary>What of a payment went to one job; null is what was not earned at a job.</summary>
internal sealed record AllocationRow(Guid PaymentId, Guid? JobId, decimal Amount)
{
    public Allocation ToMessage(string currency) => new() { JobId = JobId?.ToString() ?? "", Amount = Wire.Money(Amount, currency) };
}
