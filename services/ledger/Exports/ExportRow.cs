using System.Collections.Immutable;
using FactoryFlow.Ledger.Accounts;
using FactoryFlow.Ledger.Entries;

namespace FactoryFlow.Ledger.Exports;

/// <summary>A line with its entry, as an export reads it; credits are above zero, debits below.</summary>
internal sealed record ExportRow(
    string Account, Guid? WorkerId, string Currency, decimal Amount, decimal? BalanceAfter, long? Sequence,
    Guid EntryId, string Type, DateTimeOffset EffectiveTime, DateTimeOffset BookedTime, string Description, string Details, string? Period, Guid? CorrectsEntryId,
    string? TransactionCurrency, decimal? TransactionAmount)
{
    private static readonly Column[] OfLine =
    [
        new("amount", row => Csv.Amount(row.Amount)),
        new("currency", row => row.Currency),
        new("balance_after", row => Csv.Amount(row.BalanceAfter)),
        new("effective_time", row => LineHash.Time(row.EffectiveTime)),
        new("booked_time", row => LineHash.Time(row.BookedTime)),
        new("period", row => row.Period ?? Periods.Period.Of(row.EffectiveTime).Name),
        new("description", row => Csv.Entered(row.Description)),
        new("job_id", row => Csv.Id(row.Source.JobId)),
        new("job_number", row => Csv.Number(row.Source.JobNumber)),
        new("step_name", row => Csv.Entered(row.Source.StepName)),
        new("quantity", row => Csv.Number(row.Source.Quantity)),
        new("rate", row => Csv.Amount(row.Source.Rate)),
        new("payment_id", row => Csv.Id(row.Source.PaymentId)),
    ];

    // Of each line, so that each currency of what was paid can be added up.
    private static readonly Column[] OfTransaction =
    [
        new("transaction_amount", row => Csv.Amount(row.TransactionAmount ?? row.Amount)),
        new("transaction_currency", row => row.TransactionCurrency ?? row.Currency),
        new("exchange_rate", row => Csv.Rate(row.Source.ExchangeRate)),
        new("agreed_rate", row => Csv.Rate(row.Source.AgreedRate)),
    ];

    /// <summary>What a statement says of a line.</summary>
    public static readonly ImmutableArray<Column> OfStatement =
        [new("line_number", row => Csv.Number(row.Sequence)), new("entry_id", row => Csv.Id(row.EntryId)), new("type", row => Csv.Entered(row.Type)), .. OfLine, .. OfTransaction];

    /// <summary>What the books say of a line.</summary>
    public static readonly ImmutableArray<Column> OfBooks =
    [
        new("entry_id", row => Csv.Id(row.EntryId)), new("type", row => Csv.Entered(row.Type)), new("account", row => Csv.Entered(row.Account)),
        new("worker_id", row => Csv.Id(row.WorkerId)), new("line_number", row => Csv.Number(row.Sequence)), .. OfLine, new("corrects_entry_id", row => Csv.Id(row.CorrectsEntryId)), .. OfTransaction,
    ];

    private EntryDetails Source { get; } = EntryStore.ReadDetails(Details);
}

/// <summary>A column of an export: what its header is, and what of a line stands in it.</summary>
internal sealed record Column(string Name, Func<ExportRow, string> Cell);
