using FactoryFlow.Ledger.V1;
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
            return payments.First?.ToMessage(allocations.Rows) ?? throw Reasons.PaymentNotFound.Refuse($"There is no payment {id}.");
        });
    }
}
