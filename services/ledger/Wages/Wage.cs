using System.Globalization;
using FactoryFlow.Events.Production;
using FactoryFlow.Ledger.Accounts;
using FactoryFlow.Ledger.Entries;

namespace FactoryFlow.Ledger.Wages;

/// <summary>
/// The rule of piecework: a report of paid work earns the rate that was in force times its good pieces. Rates have four decimals
/// and pieces are whole, so the product is exact; only where several share it, shares are rounded, and sum to it all the same.
/// </summary>
internal static class Wage
{
    /// <summary>What an entry made by this rule is called.</summary>
    public const string Type = "WAGE";

    /// <summary>The postings of a report with a rate, one for each share that earns something.</summary>
    /// <exception cref="InvalidOperationException">The shares are not the wage: whoever made the fact computes differently, and nothing is booked on that.</exception>
    public static IEnumerable<Posting> Of(Report report, Func<Guid> newId)
    {
        if (report is not { IsPaid: true, Rate: { } rate }) return [];
        if (report.Shares.Sum(s => s.Amount) != rate * report.Quantity || report.Shares.DistinctBy(s => s.WorkerId).Count() != report.Shares.Count)
            throw new InvalidOperationException($"The shares of report {report.Id} are not its wage of {rate * report.Quantity}, or name a worker twice.");
        var parts = report.IsShared ? report.Shares.Select(s => new SharePart(s.WorkerId, s.Part)).ToList() : null;
        return report.Shares.Where(s => s.Amount != 0m).Select(share => Of(report, share, rate, parts, newId()));
    }

    private static Posting Of(Report report, WageShare share, decimal rate, List<SharePart>? parts, Guid entryId) => new()
    {
        EntryId = entryId,
        Type = Type,
        Source = report.SourceOf(share.WorkerId),
        EffectiveTime = report.WorkTime,
        Description = Describe(report, share, rate),
        Effect = Effect.Earns,
        Lines = PostingLine.Pair(share.WorkerId, share.Amount!.Value, report.Currency, Account.WagesExpense),
        Details = new EntryDetails
        {
            JobId = report.JobId,
            JobNumber = report.JobNumber,
            StepId = report.StepId,
            StepName = report.StepName,
            ArticleId = report.ArticleId,
            ReportId = report.Id,
            Quantity = report.Quantity,
            Rate = rate,
            RateVersionId = report.RateVersionId,
            Basis = report.Basis,
            Shares = parts,
        },
    };

    private static string Describe(Report report, WageShare share, decimal rate)
    {
        var wage = string.Create(CultureInfo.InvariantCulture, $"{report.StepName}, job {report.JobNumber}: {report.Quantity} x {rate:0.0000}");
        return report.IsShared
            ? string.Create(CultureInfo.InvariantCulture, $"{wage}, share of {share.Part:0.####} of {report.Shares.Sum(s => s.Part):0.####} by {share.Basis.ToLowerInvariant()}")
            : wage;
    }
}
