namespace FactoryFlow.Ledger.Entries;

/// <summary>An entry to be made. Its lines sum to zero in each currency; the database refuses others.</summary>
internal sealed record Posting
{
    public required Guid EntryId { get; init; }

    /// <summary>WAGE, PAYMENT, the name of the tenant's own type, or one of these with <see cref="Reversal.TypeEnd" />.</summary>
    public required string Type { get; init; }

    /// <summary>What it comes from; unique within the tenant.</summary>
    public required string Source { get; init; }

    public required DateTimeOffset EffectiveTime { get; init; }

    public required string Description { get; init; }

    public required EntryDetails Details { get; init; }

    /// <summary>The entry that it corrects; null for an entry of its own.</summary>
    public Guid? CorrectsEntryId { get; init; }

    /// <summary>What its workers' lines do to what the workers earned.</summary>
    public required Effect Effect { get; init; }

    public required IReadOnlyList<PostingLine> Lines { get; init; }
}

/// <summary>What a posting does to the open items of its workers.</summary>
internal enum Effect
{
    /// <summary>Nothing that <see cref="EntryStore" /> does by itself.</summary>
    None,

    /// <summary>Is one: it is covered by an advance, or stays open until it is paid.</summary>
    Earns,

    /// <summary>Covers what is open, oldest first.</summary>
    Covers,

    /// <summary>Takes back what covered: what was covered last is open again.</summary>
    Uncovers,

    /// <summary>Takes back, in part or as a whole, what the entry that it corrects earned.</summary>
    TakesBack,
}

/// <summary>One line of a posting.</summary>
/// <param name="Account">WORKER_PAYABLE, WAGES_EXPENSE, CASH, EXCHANGE_GAIN, EXCHANGE_LOSS, or a tenant's own: see <see cref="Account" />.</param>
/// <param name="WorkerId">Whose account it is, on WORKER_PAYABLE; else null.</param>
/// <param name="Currency">ISO 4217 code.</param>
/// <param name="Amount">Credits above zero, debits below.</param>
/// <param name="TransactionCurrency">What was in fact paid in, where that is another currency; else null.</param>
/// <param name="TransactionAmount">The amount in that currency; zero of what a rate gained or lost.</param>
internal readonly record struct PostingLine(
    string Account, Guid? WorkerId, string Currency, decimal Amount, string? TransactionCurrency = null, decimal? TransactionAmount = null)
{
    /// <summary>The line that takes this one back.</summary>
    public PostingLine Opposite => this with { Amount = -Amount, TransactionAmount = -TransactionAmount };

    /// <summary>Both lines of an entry that moves a worker's account by an amount, and another the other way.</summary>
    public static PostingLine[] Pair(Guid workerId, decimal amount, string currency, string counterAccount) =>
    [
        new(Accounts.Account.WorkerPayable, workerId, currency, amount),
        new(counterAccount, null, currency, -amount),
    ];
}
