using System.Globalization;
using FactoryFlow.Ledger.Accounts;
using FactoryFlow.Ledger.Entries;

namespace FactoryFlow.Ledger.Corrections;

/// <summary>
/// The entry that brings a wage from what stands to what it shall be, linked to it, effective when the work was done: where that month
/// is closed it counts in the first that is open. What is added is an open item; what is taken away reduces what the wage earned, and
/// is an advance where that was paid.
/// </summary>
internal static class Correction
{
    /// <summary>What an entry made by this rule is called.</summary>
    public const string Type = "WAGE_CORRECTION";

    /// <summary>The entry for a line.</summary>
    public static Posting Of(PlannedLine line, WageRow wage, Guid correctionId, Guid entryId, string reason)
    {
        var details = EntryStore.ReadDetails(wage.Details);
        return new Posting
        {
            EntryId = entryId,
            Type = Type,
            Source = $"rate-correction:{correctionId}:{line.EntryId}",
            EffectiveTime = wage.EffectiveTime,
            Description = string.Create(CultureInfo.InvariantCulture, $"Corrected ({reason}): {details.StepName}, job {details.JobNumber}: {details.Quantity} x {line.Rate:0.0000}"),
            Details = details with { Rate = line.Rate, RateVersionId = null },
            CorrectsEntryId = line.EntryId,
            Effect = line.Delta > 0 ? Effect.Earns : Effect.TakesBack,
            Lines = PostingLine.Pair(line.WorkerId, line.Delta, line.Currency, Account.WagesExpense),
        };
    }
}
