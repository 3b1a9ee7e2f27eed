using System.Globalization;
using FactoryFlow.Ledger.V1;
using FactoryFlow.Ledger.Wages;
using FactoryFlow.Platform.Data;
using FactoryFlow.Production.V1;
using Kind = FactoryFlow.Ledger.V1.WageFinding.Types.Kind;

namespace FactoryFlow.Ledger.Reconciliation;

/// <summary>
/// How a report of work and its credits may differ. What a credit was corrected with later is no difference: a report and its first
/// credit are compared, and whether both were taken back.
/// </summary>
internal static class WageComparison
{
    /// <summary>What differs about a report.</summary>
    /// <param name="report">The report as production has it.</param>
    /// <param name="credits">Every credit that the ledger made of it.</param>
    /// <param name="held">The workers whose share the ledger holds, or held.</param>
    public static IEnumerable<WageFinding> Of(WageReport report, IReadOnlyList<CreditRow> credits, IReadOnlySet<Guid> held)
    {
        var standing = credits.Where(c => !c.IsReversed).ToList();
        if (report.IsTakenBack)
            return standing.Select(c => Finding(Kind.Extra, report, c.WorkerId, [c], null, "The work was taken back, its credit was not.", isRepairable: true));
        if (report.IsHeld)
            return
            [
                .. standing.Select(c => Finding(Kind.Extra, report, c.WorkerId, [c], null, "The work waits for a rate, but was credited: take the credit back.")),
                .. report.Shares.Select(WorkerOf).Where(w => !held.Contains(w)).Select(w => Finding(Kind.Missing, report, w, [], null, "The work waits for a rate, but the ledger does not know of it.", isRepairable: true)),
            ];

        var earners = report.Shares.Where(s => AmountOf(s) != 0m).ToList();
        var strangers = standing.Where(c => earners.TrueForAll(s => WorkerOf(s) != c.WorkerId)).ToList();
        return [.. earners.SelectMany(s => OfShare(report, s, [.. credits.Where(c => c.WorkerId == WorkerOf(s))], strangers)), .. strangers.Select(c => OfStranger(report, c, earners, [.. credits.Select(e => e.WorkerId)]))];
    }

    /// <summary>What differs about a credit when one looks from the ledger's side.</summary>
    /// <param name="credit">The credit.</param>
    /// <param name="report">Its report; null when production has none.</param>
    public static WageFinding? Of(CreditRow credit, WageReport? report)
    {
        if (credit.IsReversed || report is { IsUnderway: true }) return null;
        if (report is null)
            return new WageFinding
            {
                Kind = Kind.Extra, ReportId = credit.ReportId.ToString(), WorkerId = credit.WorkerId.ToString(), EntryIds = { credit.EntryId.ToString() },
                Actual = Wire.Money(credit.Amount, credit.Currency), Message = "There is no such report of paid work: take the credit back.",
            };
        return IsKnownSource(credit, report) ? null : Finding(Kind.Doubled, report, credit.WorkerId, [credit], null, "The work is credited under another source as well: take this credit back.");
    }

    private static IEnumerable<WageFinding> OfShare(WageReport report, WageReportShare share, List<CreditRow> credits, List<CreditRow> strangers)
    {
        var (worker, amount, standing) = (WorkerOf(share), AmountOf(share), credits.FindAll(c => !c.IsReversed));
        if (standing.Count > 1)
            yield return Finding(Kind.Doubled, report, worker, standing, amount, "The work is credited more than once: take back what is too much.");
        else if (standing.Count == 0 && credits.Count > 0)
            yield return Finding(Kind.Drifted, report, worker, credits, amount, "The credit was taken back in the ledger, the work was not: report the work again.");
        else if (standing.Count == 0 && strangers.Count == 0)
            yield return Finding(Kind.Missing, report, worker, [], amount, "The work is not credited.", isRepairable: true);
        else if (standing.Count == 1 && standing[0].Amount != amount)
            yield return Finding(Kind.Drifted, report, worker, standing, amount, "The work is credited with another amount: correct the credit.");
        else if (standing.Count == 1 && standing[0].Quantity is { } quantity && quantity != report.Quantity)
            yield return Finding(Kind.Drifted, report, worker, standing, amount, string.Create(CultureInfo.InvariantCulture, $"The credit names {quantity} pieces, the report {report.Quantity}."));
    }

    private static WageFinding OfStranger(WageReport report, CreditRow credit, List<WageReportShare> earners, HashSet<Guid> credited) =>
        earners.Find(s => !credited.Contains(WorkerOf(s))) is { } instead
            ? Finding(Kind.Drifted, report, credit.WorkerId, [credit], AmountOf(instead), $"The work is credited to this worker instead of worker {instead.WorkerId}: take the credit back, then repair.")
            : Finding(Kind.Extra, report, credit.WorkerId, [credit], null, "The worker has no share of this work: take the credit back.");

    private static bool IsKnownSource(CreditRow credit, WageReport report) =>
        credit.Source.StartsWith(Report.SourcesStart(Guid.Parse(report.Id)), StringComparison.Ordinal) || credit.Source == Report.SourceOfStep(Guid.Parse(report.Id));

    private static WageFinding Finding(
        Kind kind, WageReport report, Guid worker, List<CreditRow> credits, decimal? expected, string message, bool isRepairable = false) => new()
    {
        Kind = kind,
        ReportId = report.Id,
        JobId = report.JobId,
        WorkerId = worker.ToString(),
        EntryIds = { credits.Select(c => c.EntryId.ToString()) },
        Expected = Wire.Money(expected, report.Currency),
        Actual = credits.Count == 0 ? null : Wire.Money(credits.Where(c => !c.IsReversed).Sum(c => c.Amount), credits[0].Currency),
        Message = message,
        IsRepairable = isRepairable,
    };

    private static Guid WorkerOf(WageReportShare share) => Guid.Parse(share.WorkerId);

    private static decimal AmountOf(WageReportShare share) => decimal.Parse(share.Amount, CultureInfo.InvariantCulture);
}

/// <summary>A worker's wage as the ledger credited it.</summary>
internal sealed record CreditRow(Guid ReportId, Guid EntryId, string Source, Guid WorkerId, string Currency, decimal Amount, int? Quantity, DateTimeOffset EffectiveTime, bool IsReversed);
