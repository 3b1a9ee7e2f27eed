using FactoryFlow.Ledger.Accounts;

namespace FactoryFlow.Ledger.Entries;

/// <summary>A line on a worker's account.</summary>
/// <param name="Entry">Its entry.</param>
/// <param name="Number">Its place in the entry.</param>
/// <param name="Line">What it says.</param>
/// <param name="After">The account that it leaves: balance, sequence and hash are the line's own.</param>
/// <param name="CoveredByAdvance">How much of it an advance covers at once, where it earns.</param>
internal readonly record struct WorkerLine(JournalEntry Entry, int Number, PostingLine Line, WorkerAccount After, decimal CoveredByAdvance)
{
    public static WorkerLine Book(JournalEntry entry, int number, PostingLine line, WorkerAccount before)
    {
        var posting = entry.Posting;
        if (before.Currency != line.Currency)
            throw new InvalidOperationException($"{posting.Source} is in {line.Currency}, but the account of worker {before.WorkerId} is kept in {before.Currency}.");

        var balance = before.Balance + line.Amount;
        if (Math.Abs(balance) > WorkerAccount.LargestBalance)
            throw Reasons.BalanceOutOfRange.Refuse($"{posting.Source} would take the balance of worker {before.WorkerId} to {balance}; the books hold up to {WorkerAccount.LargestBalance}.");

        var sequence = before.Sequence + 1;
        var hash = LineHash.Of(before.LastHash, new HashedLine(
            before.WorkerId, sequence, posting.EntryId, posting.Type, line.Currency, line.Amount, balance, posting.EffectiveTime, entry.BookedTime, posting.Description));
        var after = before with { Balance = balance, Sequence = sequence, LastHash = hash, LastBookedTime = entry.BookedTime };
        return new WorkerLine(entry, number, line, after, posting.Effect == Effect.Earns ? before.CoveredByAdvance(line.Amount) : 0m);
    }
}
