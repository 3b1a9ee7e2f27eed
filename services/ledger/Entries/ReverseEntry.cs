using FactoryFlow.Ledger.Accounts;
using FactoryFlow.Ledger.V1;
using FactoryFlow.Platform.Data;
using FactoryFlow.Platform.Errors;
using Grpc.Core;

namespace FactoryFlow.Ledger.Entries;

internal sealed partial class EntryService
{
    public override Task<LedgerEntry> ReverseEntry(ReverseEntryRequest request, ServerCallContext context)
    {
        var check = new Check();
        var id = check.Id("entry_id", request.EntryId);
        var reason = check.Text("reason", request.Reason, 1, 500);
        check.Done();
        return db.Write(context, request, async tx =>
        {
            var accounts = AccountStore.AskLockedOf(tx, id);
            // Asked behind the lock, so that of two at once one finds the other's.
            var entries = EntryStore.Ask(tx, id);
            var lines = EntryStore.AskLines(tx, id);
            await tx.Flush();
            var entry = entries.First ?? throw NotFound(id);
            if (!entry.IsOwn) throw Reasons.EntryNotReversible.Refuse($"Entry {id} is a {entry.Type}: only an entry of the tenant's own types is taken back by itself.");
            if (entry.ReversedByEntryId is { } by) throw Reasons.EntryAlreadyReversed.Refuse($"Entry {id} was taken back already, by entry {by}.");

            var reversal = Reversal.Of(entry.ToPosting(lines.Rows), tx.NewId(), tx.Now, reason);
            EntryStore.Post(tx, Journal.Book(accounts.Rows, [reversal], tx.Now));
            var message = (entry with { ReversedByEntryId = reversal.EntryId }).ToMessage(lines.Rows);
            tx.Audit("ledger_entry.reversed", "ledger_entry", id, Changes.Between(entry.ToMessage(lines.Rows), message));
            return message;
        });
    }
}
