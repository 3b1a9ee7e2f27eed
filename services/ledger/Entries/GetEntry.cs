using FactoryFlow.Ledger.V1;
using FactoryFlow.Platform.Errors;
using Grpc.Core;

namespace FactoryFlow.Ledger.Entries;

internal sealed partial class EntryService
{
    public override Task<LedgerEntry> GetEntry(GetEntryRequest request, ServerCallContext context)
    {
        var check = new Check();
        var id = check.Id("entry_id", request.EntryId);
        check.Done();
        return db.Read(context, async tx =>
        {
            var entries = EntryStore.Ask(tx, id);
            var lines = EntryStore.AskLines(tx, id);
            await tx.Flush();
            return (entries.First ?? throw NotFound(id)).ToMessage(lines.Rows);
        });
    }

    private static Refusal NotFound(Guid id) => Reasons.EntryNotFound.Refuse($"There is no entry {id}.");
}
