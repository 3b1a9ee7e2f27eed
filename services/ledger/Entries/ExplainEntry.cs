using FactoryFlow.Ledger.Accounts;
using FactoryFlow.Ledger.Payments;
using FactoryFlow.Ledger.V1;
using FactoryFlow.Platform.Data;
using FactoryFlow.Platform.Errors;
using Grpc.Core;

namespace FactoryFlow.Ledger.Entries;

internal sealed partial class EntryService
{
    public override async Task<EntryExplanation> ExplainEntry(ExplainEntryRequest request, ServerCallContext context)
    {
        var check = new Check();
        var id = check.Id("entry_id", request.EntryId);
        check.Done();
        var reach = await Reach.Of(context, workers);
        return await db.Read(context, async tx =>
        {
            var entries = EntryStore.Ask(tx, id);
            var lines = EntryStore.AskLines(tx, id);
            var before = tx.Ask<LineRow>($"""
                select l.account, l.worker_id, l.currency, sum(l.amount) as amount, null::numeric as balance_after, l.transaction_currency, sum(l.transaction_amount) as transaction_amount
                from entries e join entries c on c.tenant_id = e.tenant_id and (c.id = e.corrects_entry_id or c.corrects_entry_id = e.corrects_entry_id)
                join lines l on l.tenant_id = c.tenant_id and l.entry_id = c.id
                where e.tenant_id = {tx.TenantId} and e.id = {id}
                    and (select min(sequence) from lines where tenant_id = c.tenant_id and entry_id = c.id) < (select min(sequence) from lines where tenant_id = e.tenant_id and entry_id = e.id)
                group by l.account, l.worker_id, l.currency, l.transaction_currency
                """);
            var paid = tx.Ask<PaidRow>($"""
                select p.id, p.amount from entries e join payments p on p.tenant_id = e.tenant_id and p.id = (e.details ->> 'paymentId')::uuid and p.entry_id = e.id
                where e.tenant_id = {tx.TenantId} and e.id = {id}
                """);
            await tx.Flush();
            var entry = Seen(entries.First, lines.Rows, reach, id);
            return Explanation.Of(entry, lines.Rows, before.Rows, paid.First, paid.First is { } payment ? await ExchangeOf(tx, payment.Id) : null).ToMessage(entry, lines.Rows);
        });
    }

    private static async Task<Exchange?> ExchangeOf(TenantTx tx, Guid paymentId)
    {
        var exchanges = PaymentStore.AskExchanges(tx, [paymentId]);
        await tx.Flush();
        return exchanges.First;
    }
}

/// <summary>The payment that an entry is of: what it settled.</summary>
internal sealed record PaidRow(Guid Id, decimal Amount);
