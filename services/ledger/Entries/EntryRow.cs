using FactoryFlow.Ledger.V1;
using FactoryFlow.Platform.Data;

namespace FactoryFlow.Ledger.Entries;

/// <summary>An entry as it stands in the books, without its lines.</summary>
internal sealed record EntryRow(
    Guid Id, string Type, string Source, DateTimeOffset EffectiveTime, DateTimeOffset BookedTime, string Description, string Details,
    Guid? CorrectsEntryId, Guid? ReversedByEntryId)
{
    private const string OwnMark = "entry:";

    /// <summary>Whether it is of one of the tenant's own types, and no correction.</summary>
    public bool IsOwn => Source.StartsWith(OwnMark, StringComparison.Ordinal);

    /// <summary>Where an entry of the tenant's own types comes from.</summary>
    public static string OwnSourceOf(Guid id) => OwnMark + id;

    /// <summary>An entry that is being booked, as it will stand there.</summary>
    public static EntryRow Of(JournalEntry entry)
    {
        var posting = entry.Posting;
        return new EntryRow(
            posting.EntryId, posting.Type, posting.Source, posting.EffectiveTime, entry.BookedTime, posting.Description, EntryStore.WriteDetails(posting.Details),
            posting.CorrectsEntryId, null);
    }

    /// <summary>The posting that it was; what its worker's line does is what its sign says, which holds for all that earns or pays by itself.</summary>
    public Posting ToPosting(IReadOnlyList<LineRow> lines) => new()
    {
        EntryId = Id,
        Type = Type,
        Source = Source,
        EffectiveTime = EffectiveTime,
        Description = Description,
        Details = EntryStore.ReadDetails(Details),
        CorrectsEntryId = CorrectsEntryId,
        Effect = lines.Any(l => l is { WorkerId: not null, Amount: > 0m }) ? Effect.Earns : Effect.Covers,
        Lines = [.. lines.Select(l => l.ToPosting())],
    };

    public LedgerEntry ToMessage(IReadOnlyList<LineRow> lines) => new()
    {
        Id = Id.ToString(),
        Type = Type,
        EffectiveTime = Wire.Time(EffectiveTime),
        BookedTime = Wire.Time(BookedTime),
        Description = Description,
        Source = EntryStore.ReadDetails(Details).ToSource(lines[0].Currency),
        Lines = { lines.Select(l => l.ToMessage()) },
        CorrectsEntryId = CorrectsEntryId?.ToString() ?? "",
        ReversedByEntryId = ReversedByEntryId?.ToString() ?? "",
    };
}

/// <summary>One line of an entry.</summary>
internal sealed record LineRow(
    string Account, Guid? WorkerId, string Currency, decimal Amount, decimal? BalanceAfter, string? TransactionCurrency, decimal? TransactionAmount)
{
    /// <summary>The line as it was posted.</summary>
    public PostingLine ToPosting() => new(Account, WorkerId, Currency, Amount, TransactionCurrency, TransactionAmount);

    public LedgerLine ToMessage() => new()
    {
        Account = Account,
        WorkerId = WorkerId?.ToString() ?? "",
        Direction = Amount > 0m ? StatementEntry.Types.Direction.Credit : StatementEntry.Types.Direction.Debit,
        Amount = Wire.Money(Math.Abs(Amount), Currency),
        BalanceAfter = Wire.Money(BalanceAfter, Currency),
        TransactionAmount = TransactionAmount is { } amount ? Wire.Money(Math.Abs(amount), TransactionCurrency!) : null,
    };
}
