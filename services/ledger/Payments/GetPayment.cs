using FactoryFlow.Ledger.Accounts;
using FactoryFlow.Ledger.V1;
using FactoryFlow.Platform.Errors;
using Grpc.Core;

namespace FactoryFlow.Ledger.Payments;

internal sealed partial class PaymentService
{
    public override async Task<Payment> GetPayment(GetPaymentRequest request, ServerCallContext context)
    {
        var check = new Check();
        var id = check.Id("payment_id", request.PaymentId);
        check.Done();
        var reach = await Reach.Of(context, workers);
        return await db.Read(context, async tx =>
        {
            var payments = PaymentStore.Ask(tx, id);
            var allocations = PaymentStore.AskAllocations(tx, [id]);
            var covers = PaymentStore.AskCovers(tx, id);
            var exchanges = PaymentStore.AskExchanges(tx, [id]);
            await tx.Flush();
            return payments.First is { } payment && reach.Sees(payment.WorkerId) ? payment.ToMessage(allocations.Rows, covers.Rows, exchanges.First) : throw NotFound(id);
        });
    }

    private static Refusal NotFound(Guid id) => Reasons.PaymentNotFound.Refuse($"There is no payment {id}.");
}
