using FactoryFlow.Ledger.Accounts;

namespace FactoryFlow.Ledger.Entries;

/// <summary>Postings as they will be written: in order, each worker's line with the balance and the hash that it leaves.</summary>
/// <param name="Entries">The entries, in order.</param>
/// <param name="WorkerLines">Their lines on workers' accounts, in order.</param>
/// <param name="OtherLines">Their lines on all other accounts, in order.</param>
/// <param name="Accounts">The accounts that were touched, as they will be.</param>
internal sealed record Journal(
    IReadOnlyList<JournalEntry> Entries, IReadOnlyList<WorkerLine> WorkerLines, IReadOnlyList<OtherLine> OtherLines, IReadOnlyCollection<BookedAccount> Accounts)
{
    /// <summary>Books postings on accounts, in the given order.</summary>
    /// <exception cref="InvalidOperationException">A posting is in another currency than its account.</exception>
    /// <exception cref="Platform.Errors.Refusal">BALANCE_OUT_OF_RANGE.</exception>
    public static Journal Book(IEnumerable<WorkerAccount> accounts, IEnumerable<Posting> postings, DateTimeOffset now)
    {
        var before = accounts.ToDictionary(a => a.WorkerId);
        var after = new Dictionary<Guid, WorkerAccount>(before);
        var touched = new HashSet<Guid>();
        var (entries, workerLines, otherLines) = (new List<JournalEntry>(), new List<WorkerLine>(), new List<OtherLine>());
        foreach (var posting in postings)
        {
            var entry = new JournalEntry(posting, BookedTime(posting, after, now));
            entries.Add(entry);
            for (var i = 0; i < posting.Lines.Count; i++)
            {
                var line = posting.Lines[i];
                if (line.WorkerId is not { } workerId)
                {
                    otherLines.Add(new OtherLine(entry, i + 1, line));
                    continue;
                }

                var booked = WorkerLine.Book(entry, i + 1, line, after[workerId]);
                after[workerId] = booked.After;
                touched.Add(workerId);
                workerLines.Add(booked);
            }
        }

        return new Journal(entries, workerLines, otherLines, [.. touched.Order().Select(id => new BookedAccount(after[id], before[id].Sequence))]);
    }

    /// <summary>The lines of one entry, in order.</summary>
    public IEnumerable<LineRow> LinesOf(JournalEntry entry) => WorkerLines.Where(l => l.Entry == entry).Select(l => (l.Number, l.Line, Balance: (decimal?)l.After.Balance))
        .Concat(OtherLines.Where(l => l.Entry == entry).Select(l => (l.Number, l.Line, Balance: (decimal?)null)))
        .OrderBy(l => l.Number).Select(l => new LineRow(l.Line.Account, l.Line.WorkerId, l.Line.Currency, l.Line.Amount, l.Balance, l.Line.TransactionCurrency, l.Line.TransactionAmount));

    /// <summary>What the entries move on each account, by the minutes that they happened and are written down in.</summary>
    public IEnumerable<Movement> Movements() => WorkerLines.Select(l => (l.Entry, l.Line)).Concat(OtherLines.Select(l => (l.Entry, l.Line)))
        .GroupBy(l => (l.Line.Account, l.Line.Currency, Transaction: l.Line.TransactionCurrency ?? l.Line.Currency, Effective: Minute(l.Entry.Posting.EffectiveTime), Booked: Minute(l.Entry.BookedTime)))
        .Select(g => new Movement(
            g.Key.Account, g.Key.Currency, g.Key.Effective, g.Key.Booked, g.Sum(l => l.Line.Amount), g.Key.Transaction, g.Sum(l => l.Line.TransactionAmount ?? l.Line.Amount)))
        .Where(m => m.Amount != 0m || m.TransactionAmount != 0m);

    // Clocks differ and locks are waited for: a worker's lines are in the order of their booked times all the same.
    private static DateTimeOffset BookedTime(Posting posting, Dictionary<Guid, WorkerAccount> accounts, DateTimeOffset now)
    {
        foreach (var line in posting.Lines)
            if (line.WorkerId is { } id && accounts[id].LastBookedTime > now) now = accounts[id].LastBookedTime;
        return now;
    }

    private static DateTimeOffset Minute(DateTimeOffset time) => new(time.UtcTicks - (time.UtcTicks % TimeSpan.TicksPerMinute), TimeSpan.Zero);
}

/// <summary>A posting with the time that it is booked at.</summary>
internal sealed record JournalEntry(Posting Posting, DateTimeOffset BookedTime);

/// <summary>An account as it will be, and how many lines it had before.</summary>
internal readonly record struct BookedAccount(WorkerAccount Account, long SequenceBefore);

/// <summary>A line on an account that is nobody's own.</summary>
internal readonly record struct OtherLine(JournalEntry Entry, int Number, PostingLine Line);

/// <summary>What a posting moved on an account in a minute; in the currency of the transaction as well, which is the account's where there is no other.</summary>
internal readonly record struct Movement(
    string Account, string Currency, DateTimeOffset EffectiveMinute, DateTimeOffset BookedMinute, decimal Amount, string TransactionCurrency, decimal TransactionAmount);
