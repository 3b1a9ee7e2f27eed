using FactoryFlow.Ledger.Accounts;

namespace FactoryFlow.Ledger.Entries;

/// <summary>Postings as they will be written: in order, each with the balance it leaves and how much of it an advance covers.</summary>
internal sealed record Journal(IReadOnlyList<JournalLine> Lines, IReadOnlyCollection<WorkerAccount> Accounts)
{
    /// <summary>Books postings on accounts, in the given order.</summary>
    /// <exception cref="InvalidOperationException">A posting is in another currency than its account.</exception>
    public static Journal Book(IEnumerable<WorkerAccount> accounts, IEnumerable<Posting> postings)
    {
        var byWorker = accounts.ToDictionary(a => a.WorkerId);
        var touched = new HashSet<Guid>();
        var lines = new List<JournalLine>();
        foreach (var posting in postings)
        {
            var before = byWorker[posting.WorkerId];
            if (before.Currency != posting.Currency)
                throw new InvalidOperationException($"{posting.Source} is in {posting.Currency}, but the account of worker {posting.WorkerId} is kept in {before.Currency}.");
            var after = before.After(posting.Amount);
            byWorker[posting.WorkerId] = after;
            touched.Add(posting.WorkerId);
            lines.Add(new JournalLine(posting, after.Balance, after.Sequence, before.CoveredByAdvance(Math.Max(0m, posting.Amount))));
        }

        return new Journal(lines, [.. byWorker.Values.Where(a => touched.Contains(a.WorkerId))]);
    }
}

/// <summary>A posting with what it leaves on the worker's account.</summary>
internal readonly record struct JournalLine(Posting Posting, decimal BalanceAfter, long Sequence, decimal CoveredByAdvance);
