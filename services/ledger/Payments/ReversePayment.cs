using FactoryFlow.Ledger.Entries;
using FactoryFlow.Ledger.V1;
using FactoryFlow.Platform.Data;
using FactoryFlow.Platform.Errors;
using Grpc.Core;

namespace FactoryFlow.Ledger.Payments;

internal sealed partial class PaymentService
{
    public override Task<Payment> ReversePayment(ReversePaymentRequest request, ServerCallContext context)
    {
        var check = new Check();
        var id = check.Id("payment_id", request.PaymentId);
        var reason = check.Text("reason", request.Reason, 1, 500);
        check.Done();
        return db.Write(context, request, async tx =>
        {
            var accounts = PaymentStore.AskLockedAccount(tx, id);
            // Asked behind the lock, so that of two at once one finds the other's.
            var payments = PaymentStore.Ask(tx, id);
            var allocations = PaymentStore.AskAllocations(tx, [id]);
            var exchanges = PaymentStore.AskExchanges(tx, [id]);
            await tx.Flush();
            var payment = payments.First ?? throw NotFound(id);
            if (payment.ReversalEntryId is { } by) throw Reasons.PaymentAlreadyReversed.Refuse($"Payment {id} was taken back already, by entry {by}.");

            var entries = EntryStore.Ask(tx, payment.EntryId);
            var lines = EntryStore.AskLines(tx, payment.EntryId);
            await tx.Flush();
            var reversal = Reversal.Of(entries.First!.ToPosting(lines.Rows), tx.NewId(), tx.Now, reason);
            var journal = Journal.Book(accounts.Rows, [reversal], tx.Now);
            EntryStore.Post(tx, journal);
            var reversed = payment with
            {
                ReversalEntryId = reversal.EntryId,
                ReversalReason = reason,
                ReversalBalance = journal.WorkerLines[0].After.Balance,
                ReversalTime = tx.Now,
            };
            PaymentStore.AddReversal(tx, reversed);
            var message = reversed.ToMessage(allocations.Rows, [], exchanges.First);
            tx.Audit("payment.reversed", "payment", id, Changes.Between(payment.ToMessage(allocations.Rows, [], exchanges.First), message));
            return message;
        });
    }
}
