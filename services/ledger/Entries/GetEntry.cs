using FactoryFlow.Ledger.Accounts;
using FactoryFlow.Ledger.V1;
using FactoryFlow.Platform.Errors;
using Grpc.Core;

namespace FactoryFlow.Ledger.Entries;

internal sealed partial class EntryService
{
    public override async Task<LedgerEntry> GetEntry(GetEntryRequest request, ServerCallContext context)
    {
        var check = new Check();
        var id = check.Id("entry_id", request.EntryId);
        check.Done();
        var reach = await Reach.Of(context, workers);
        return await db.Read(context, async tx =>
        {
            var entries = EntryStore.Ask(tx, id);
            var lines = EntryStore.AskLines(tx, id);
            await tx.Flush();
            return Seen(entries.First, lines.Rows, reach, id).ToMessage(lines.Rows);
        });
    }

    // An entry is a caller's own when nobody else has a line of it.
    private static EntryRow Seen(EntryRow? entry, IReadOnlyList<LineRow> lines, Reach reach, Guid id) =>
        entry is not null && lines.All(l => l.WorkerId is null || reach.Sees(l.WorkerId.Value)) && (!reach.IsNarrow || lines.Any(l => l.WorkerId is not null))
            ? entry
            : throw NotFound(id);

    private static Refusal NotFound(Guid id) => Reasons.EntryNotFound.Refuse($"There is no entry {id}.");
}
