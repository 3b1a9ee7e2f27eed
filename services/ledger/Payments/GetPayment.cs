using FactoryFlow.Ledger.V1;
using FactoryFlow.Platform.Data;
using FactoryFlow.Platform.Errors;
using Grpc.Core;

namespace FactoryFlow.Ledger.Payments;

internal sealed partial class PaymentService
{
    public override Task<Payment> GetPayment(GetPaymentRequest request, ServerCallContext context)
    {
        var check = new Check();
        var id = check.Id("payment_id", request.PaymentId);
        check.Done();
        return db.Read(context, async tx =>
        {
            var payments = tx.Ask<PaymentRow>($"""
                select id, entry_id, worker_id, amount, currency, advance, balance_after, method, note, create_time
                from payments where tenant_id = {tx.TenantId} and id = {id}
                """);
            var allocations = tx.Ask<AllocationRow>($"""
                select job_id, amount from payment_allocations where tenant_id = {tx.TenantId} and payment_id = {id} order by number
                """);
            await tx.Flush();
            var row = payments.First ?? throw Reasons.PaymentNotFound.Refuse($"There is no payment {id}.");
            var payment = row.ToPayment();
            payment.Allocations.AddRange(allocations.Rows.Select(a => new Allocation { JobId = a.JobId?.ToString() ?? "", Amount = Wire.Money(a.Amount, row.Currency) }));
            return payment;
        });
    }

    private sealed record PaymentRow(
        Guid Id, Guid EntryId, Guid WorkerId, decimal Amount, string Currency, decimal Advance, decimal BalanceAfter, string Method, string Note, DateTimeOffset CreateTime)
    {
        public Payment ToPayment() => new()
        {
            Id = Id.ToString(),
            EntryId = EntryId.ToString(),
            WorkerId = WorkerId.ToString(),
            Amount = Wire.Money(Amount, Currency),
            Advance = Wire.Money(Advance, Currency),
            Balance = Wire.Money(BalanceAfter, Currency),
            Method = Method,
            Note = Note,
            CreateTime = Wire.Time(CreateTime),
        };
    }

    private sealed record AllocationRow(Guid? JobId, decimal Amount);
}
