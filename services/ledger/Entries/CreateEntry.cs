using FactoryFlow.Ledger.Accounts;
using FactoryFlow.Ledger.V1;
using FactoryFlow.Platform.Data;
using FactoryFlow.Platform.Errors;
using Grpc.Core;

namespace FactoryFlow.Ledger.Entries;

internal sealed partial class EntryService
{
    private const decimal SmallestAmount = 0.0001m;
    private const decimal LargestAmount = 1_000_000_000m;
    private const int LongestType = 63;
    private static readonly DateTimeOffset Beginning = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public override async Task<LedgerEntry> CreateEntry(CreateEntryRequest request, ServerCallContext context)
    {
        var now = await db.Now(context);
        var check = new Check();
        var workerId = check.Id("worker_id", request.WorkerId);
        var type = check.Text("type", request.Type, 1, LongestType);
        var amount = check.Amount("amount", request.Amount, SmallestAmount, LargestAmount);
        var description = check.Text("description", request.Description, 1, 500);
        DateTimeOffset? effectiveTime = request.EffectiveTime is { } time ? check.Time("effective_time", time, Beginning, now) : null;
        check.Done();
        return await db.Write(context, request, async tx =>
        {
            // A repeated call gets its first answer, whatever the configuration says by now.
            await tx.Flush();
            var isCredit = await types.IsCredit(tx, type, context.CancellationToken);
            var account = await LockAccount(tx, workerId);
            if (account is null)
            {
                var empty = await workers.EmptyAccount(tx, workerId, context.CancellationToken);
                AccountStore.Open(tx, [workerId], [empty.Currency]);
                account = await LockAccount(tx, workerId);
            }

            var id = tx.NewId();
            var posting = new Posting
            {
                EntryId = id,
                Type = type,
                Source = EntryRow.OwnSourceOf(id),
                Effect = isCredit ? Effect.Earns : Effect.Covers,
                Lines = PostingLine.Pair(workerId, isCredit ? amount : -amount, account!.Currency, Account.Own(type)),
                EffectiveTime = effectiveTime ?? tx.Now,
                Description = description,
                Details = new EntryDetails { EnteredAmount = amount },
            };
            var journal = Journal.Book([account], [posting], tx.Now);
            EntryStore.Post(tx, journal);
            var message = EntryRow.Of(journal.Entries[0]).ToMessage([.. journal.LinesOf(journal.Entries[0])]);
            tx.Audit("ledger_entry.created", "ledger_entry", id, Changes.Between(null, message));
            return message;
        });
    }

    private static async Task<WorkerAccount?> LockAccount(TenantTx tx, Guid workerId)
    {
        var account = AccountStore.AskLocked(tx, [workerId]);
        await tx.Flush();
        return account.First;
    }
}
