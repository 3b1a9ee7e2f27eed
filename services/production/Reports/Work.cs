using System.Text.RegularExpressions;
using FactoryFlow.Events.Production;
using FactoryFlow.Platform.Errors;
using FactoryFlow.Production.V1;
using Google.Protobuf.WellKnownTypes;

namespace FactoryFlow.Production.Reports;

/// <summary>What somebody says was done at a step.</summary>
/// <param name="Good">Pieces that passed; null when a final report leaves it to what is open.</param>
/// <param name="Rejected">Pieces that did not.</param>
/// <param name="Rejects">What those were rejected for, as far as it is said.</param>
/// <param name="WorkerId">Who did it alone; null when that is as the step is assigned, or several did.</param>
/// <param name="Shares">Who did it together; null when that is as the step is assigned, or one did.</param>
/// <param name="Time">When it was done, which decides the rate; the default until it is known when it is recorded.</param>
internal sealed partial record Work(int? Good, int Rejected, IReadOnlyList<RejectedPieces> Rejects, Guid? WorkerId, IReadOnlyList<WageShare>? Shares, DateTimeOffset Time)
{
    /// <summary>How long ago work may have been done when it is reported.</summary>
    public static readonly TimeSpan Oldest = TimeSpan.FromDays(30);

    /// <summary>How far another clock may be ahead of ours; what it says then counts as now.</summary>
    public static readonly TimeSpan Skew = TimeSpan.FromMinutes(5);

    private const int LargestQuantity = 10_000_000, MostReasons = 50;

    /// <summary>The work of a request.</summary>
    public static Work Of(
        Check check, int? good, int rejected, IReadOnlyList<Reject> rejects, IReadOnlyList<Share> shares, Share.Types.Basis basis, Timestamp? time, DateTimeOffset now)
    {
        if (good is { } pieces) check.Range("good_quantity", pieces, 0, LargestQuantity);
        var reasons = RejectsOf(check, rejects);
        var sum = reasons.Sum(r => (long)r.Quantity);
        if (reasons.Count > 0 && rejected == 0) rejected = (int)Math.Min(sum, LargestQuantity);
        // A number that is wrong by itself is not also said to be wrong beside the others.
        else if (check.Range("rejected_quantity", rejected, 0, LargestQuantity) is >= 0 and <= LargestQuantity && reasons.TrueForAll(r => r.Quantity is >= 1 and <= LargestQuantity))
            check.That(reasons.Count == 0 || sum == rejected, "rejects", FormattableString.Invariant($"are {sum} pieces together, but rejected_quantity is {rejected}"));
        return new Work(
            good, rejected, reasons, null, Reports.Shares.Of(check, shares, basis), time is null ? default : check.Time("occur_time", time, now - Oldest, now + Skew));
    }

    /// <summary>The same as it is recorded: done then unless another time is said, and never after it.</summary>
    public Work Recorded(DateTimeOffset now) => Time == default || Time > now ? this with { Time = now } : this;

    private static List<RejectedPieces> RejectsOf(Check check, IReadOnlyList<Reject> rejects)
    {
        if (!check.AtMost("rejects", rejects.Count, MostReasons)) return [];
        var seen = new HashSet<string>(StringComparer.Ordinal);
        return [.. rejects.Select((reject, i) =>
        {
            var field = FormattableString.Invariant($"rejects[{i}]");
            if (check.That(ReasonCode().IsMatch(reject.Reason), field + ".reason", "must be a capital, then at most 62 capitals, digits and underscores"))
                check.That(seen.Add(reject.Reason), field + ".reason", $"names {reject.Reason} a second time");
            return new RejectedPieces(reject.Reason, check.Range(field + ".quantity", reject.Quantity, 1, LargestQuantity));
        })];
    }

    [GeneratedRegex(@"^[A-Z][A-Z0-9_]{0,62}\z")]
    private static partial Regex ReasonCode();
}

/// <summary>Pieces that were rejected for one reason.</summary>
internal sealed record RejectedPieces(string Reason, int Quantity);
