using FactoryFlow.Ledger.Accounts;
using FactoryFlow.Ledger.Entries;
using FactoryFlow.Ledger.V1;
using FactoryFlow.Platform.Data;
using FactoryFlow.Platform.Errors;
using Grpc.Core;

namespace FactoryFlow.Ledger.Payments;

internal sealed partial class PaymentService
{
    internal const decimal SmallestAmount = 0.0001m;
    internal const decimal LargestAmount = 1_000_000_000m;

    public override Task<Payment> CreatePayment(CreatePaymentRequest request, ServerCallContext context)
    {
        var check = new Check();
        var workerId = check.Id("worker_id", request.WorkerId);
        var amount = check.Amount("amount", request.Amount, SmallestAmount, LargestAmount);
        check.That(request.Currency.Length == 3 && request.Currency.All(char.IsAsciiLetterUpper), "currency", "is not an ISO 4217 code such as \"EUR\"");
        var method = check.Text("method", request.Method, 0, 40);
        var note = check.Text("note", request.Note, 0, 500);
        check.Done();
        return db.Write(context, request, async tx =>
        {
            var (account, open, exchanging) = await LockAccount(tx, workerId, request);
            if (account is null)
            {
                var empty = await workers.EmptyAccount(tx, workerId, context.CancellationToken);
                AccountStore.Open(tx, [workerId], [empty.Currency]);
                (account, open, exchanging) = await LockAccount(tx, workerId, request);
            }

            var exchange = exchanging.Of(amount, account!.Currency);
            var settled = exchange?.SettledAmount ?? amount;
            var settlement = Settlement.Of(account, open, settled);
            var posting = PostingOf(tx, workerId, settled, account.Currency, method, exchange);
            var journal = Journal.Book([account], [posting], tx.Now);
            EntryStore.Post(tx, journal);
            var payment = new PaymentRow(
                posting.Details.PaymentId!.Value, posting.EntryId, workerId, settled, account.Currency, settlement.Advance, journal.WorkerLines[0].After.Balance, method, note, tx.Now);
            var allocations = settlement.ByJob().Select(a => new AllocationRow(payment.Id, a.JobId, a.Amount)).ToList();
            PaymentStore.Add(tx, payment, allocations, exchange);
            var message = payment.ToMessage(allocations, allocations, exchange);
            tx.Audit("payment.created", "payment", payment.Id, Changes.Between(null, message));
            return message;
        });
    }

    private static async Task<(WorkerAccount? Account, IReadOnlyList<OpenEarning> Open, Exchanging Exchanging)> LockAccount(TenantTx tx, Guid workerId, CreatePaymentRequest request)
    {
        var account = AccountStore.AskLocked(tx, [workerId]);
        // Asked behind the lock, so that two payments at once never cover the same earning.
        var open = PaymentStore.AskOpen(tx, workerId);
        var exchanging = Exchanging.Ask(tx, request, workerId);
        await tx.Flush();
        return (account.First, open.Rows, exchanging);
    }

    private static Posting PostingOf(TenantTx tx, Guid workerId, decimal amount, string currency, string method, Exchange? exchange)
    {
        var id = exchange?.PaymentId ?? tx.NewId();
        return new Posting
        {
            EntryId = tx.NewId(),
            Type = "PAYMENT",
            Source = $"payment:{id}",
            Effect = Effect.Covers,
            Lines = exchange?.Lines(workerId) ?? PostingLine.Pair(workerId, -amount, currency, Account.Cash),
            EffectiveTime = tx.Now,
            Description = (method.Length == 0 ? "Payment" : $"Payment, {method}") + (exchange is null ? "" : $": {exchange.Text()}"),
            Details = new EntryDetails
            {
                PaymentId = id,
                ExchangeRate = exchange?.Rate,
                ExchangeRateId = exchange?.RateId,
                AgreedRate = exchange is { IsAgreed: true } ? exchange.AgreedRate : null,
                AgreedRateId = exchange is { IsAgreed: true } ? exchange.AgreedRateId : null,
            },
        };
    }
}
