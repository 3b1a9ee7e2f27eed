using FactoryFlow.Ledger.Accounts;
using FactoryFlow.Ledger.Corrections;
using FactoryFlow.Ledger.Payments;
using FactoryFlow.Ledger.V1;
using FactoryFlow.Ledger.Wages;
using FactoryFlow.Platform.Data;
using static System.FormattableString;
using Rule = FactoryFlow.Ledger.V1.EntryExplanation.Types.Rule;

namespace FactoryFlow.Ledger.Entries;

/// <summary>How an entry came to be, computed again from what it keeps of its source and from nothing that it booked.</summary>
/// <param name="Rule">By what.</param>
/// <param name="Lines">The lines that it must have; none where nothing says so.</param>
/// <param name="Rounding">What the rounding added, where it is computed from pieces.</param>
/// <param name="Text">For a person to read.</param>
internal sealed record Explanation(Rule Rule, IReadOnlyList<PostingLine> Lines, decimal? Rounding, string Text)
{
    private static readonly Explanation Unknown = new(Rule.Unspecified, [], null, "What is kept of this entry does not say how it came to be.");

    /// <summary>Explains an entry.</summary>
    /// <param name="entry">The entry.</param>
    /// <param name="booked">Its lines, of which only whose and in what currency they are is looked at.</param>
    /// <param name="before">What stood before it of the entry that it corrects, by account.</param>
    /// <param name="paid">Its payment; null where it is none.</param>
    /// <param name="exchange">What the payment came to, where it is in another currency; else null.</param>
    public static Explanation Of(EntryRow entry, IReadOnlyList<LineRow> booked, IReadOnlyList<LineRow> before, PaidRow? paid, Exchange? exchange)
    {
        if (booked.FirstOrDefault(l => l.WorkerId is not null) is not { WorkerId: { } worker, Currency: var currency } line) return Unknown;
        var details = EntryStore.ReadDetails(entry.Details);
        return entry switch
        {
            { CorrectsEntryId: not null } when entry.Type.EndsWith(Reversal.TypeEnd, StringComparison.Ordinal) => new Explanation(
                Rule.Opposite, [.. before.Where(l => l.Amount != 0m).Select(l => l.ToPosting().Opposite)], null,
                Invariant($"The opposite of what stood of entry {entry.CorrectsEntryId} with its corrections.")),
            { CorrectsEntryId: not null, Type: Correction.Type } => OfCorrection(details, worker, currency, before.Where(l => l.WorkerId == worker).Sum(l => l.Amount)),
            { Type: Wage.Type } => OfWage(details, worker, currency),
            { IsOwn: true } when details.EnteredAmount is { } entered => new Explanation(
                // Which way the type moved accounts stands in a configuration that may have changed since; the line says which it was.
                Rule.AmountEntered, PostingLine.Pair(worker, line.Amount < 0m ? -entered : entered, currency, Account.Own(entry.Type)), null, "The amount that was entered."),
            _ when paid is not null && exchange?.Computed() is { } anew => new Explanation(
                Rule.AmountPaidAtRate, anew.Lines(worker), null,
                Invariant($"The amount of payment {paid.Id}, {anew.Text()}: worth {anew.BaseAmount:0.0000} {anew.BaseCurrency}, settling {anew.SettledAmount:0.0000}; rounded half to even to four decimals.")),
            _ when paid is not null => new Explanation(
                Rule.AmountPaid, PostingLine.Pair(worker, -paid.Amount, currency, Account.Cash), null, Invariant($"The amount of payment {paid.Id}.")),
            _ => Unknown,
        };
    }

    /// <summary>The explanation beside what is booked.</summary>
    public EntryExplanation ToMessage(EntryRow entry, IReadOnlyList<LineRow> booked)
    {
        var details = EntryStore.ReadDetails(entry.Details);
        var lines = booked.Select(l => (Booked: l, Recomputed: LineOf(l))).ToList();
        var mine = lines.Find(l => l.Booked.WorkerId is not null);
        return new EntryExplanation
        {
            Entry = entry.ToMessage(booked),
            RateVersionId = details.RateVersionId?.ToString() ?? "",
            Rate = Wire.Money(details.Rate, booked[0].Currency),
            Quantity = details.Quantity ?? 0,
            Rule = Rule,
            Rounding = Wire.Money(Rounding, booked[0].Currency),
            Recomputed = Wire.Money(mine.Recomputed?.Amount, booked[0].Currency),
            Matches = Lines.Count == lines.Count && lines.TrueForAll(l => l.Booked.ToPosting() == l.Recomputed),
            Explanation = Text,
            Lines =
            {
                lines.Select(l => new ExplainedLine
                {
                    Account = l.Booked.Account,
                    WorkerId = l.Booked.WorkerId?.ToString() ?? "",
                    Booked = Wire.Money(l.Booked.Amount, l.Booked.Currency),
                    Recomputed = Wire.Money(l.Recomputed?.Amount, l.Booked.Currency),
                    Matches = l.Booked.ToPosting() == l.Recomputed,
                    BookedTransaction = Wire.Money(l.Booked.TransactionAmount, l.Booked.TransactionCurrency ?? ""),
                    RecomputedTransaction = Wire.Money(l.Recomputed?.TransactionAmount, l.Recomputed?.TransactionCurrency ?? ""),
                }),
            },
        };
    }

    private static Explanation OfWage(EntryDetails details, Guid worker, string currency) => OfPieces(details, worker) is not var (share, text)
        ? Unknown
        : new Explanation(
            details.Shares is null ? Rule.PiecesTimesRate : Rule.ShareOfPiecesTimesRate, PostingLine.Pair(worker, share.Amount, currency, Account.WagesExpense), share.Rounding, text + ".");

    private static Explanation OfCorrection(EntryDetails details, Guid worker, string currency, decimal before) => OfPieces(details, worker) is not var (share, text)
        ? Unknown
        : new Explanation(
            Rule.DifferenceToRate, PostingLine.Pair(worker, share.Amount - before, currency, Account.WagesExpense), share.Rounding,
            Invariant($"{text}: {share.Amount:0.0000}, less the {before:0.0000} that stood."));

    private static (Share Share, string Text)? OfPieces(EntryDetails details, Guid worker)
    {
        if (details is not { Quantity: { } quantity, Rate: { } rate } || Share.Of(details.Shares, worker, rate * quantity) is not { } share) return null;
        var wage = Invariant($"{quantity} good pieces at {rate:0.0000} each");
        if (details.Shares is not { } shares) return (share, wage);
        var part = Invariant($"{shares.First(s => s.WorkerId == worker).Part:0.####} of {shares.Sum(s => s.Part):0.####}");
        return (share, Invariant($"A share of {part} by {details.Basis?.ToLowerInvariant()} of {wage}, {rate * quantity:0.0000}, rounded down to four decimals{(share.Rounding > 0m ? " and given 0.0001 of what was left over" : "")}"));
    }

    private PostingLine? LineOf(LineRow line)
    {
        var due = Lines.Where(l => (l.Account, l.WorkerId, l.Currency) == (line.Account, line.WorkerId, line.Currency)).ToList();
        return due.Count == 1 ? due[0] : null;
    }
}
