using FactoryFlow.Ledger.Entries;
using FactoryFlow.Ledger.V1;
using FactoryFlow.Ledger.Wages;
using FactoryFlow.Platform.Errors;

namespace FactoryFlow.Ledger.Corrections;

/// <summary>Which wages shall come to what: the rates of articles' steps, and when the work was done.</summary>
/// <param name="Rates">What a piece shall have paid; null where that is what the history of rates says by now.</param>
/// <param name="From">From when the work was done.</param>
/// <param name="To">Until before when.</param>
internal sealed record RateChanges(IReadOnlyDictionary<(Guid Article, string Step), decimal?> Rates, DateTimeOffset From, DateTimeOffset To)
{
    private const int MostChanges = 500, MostDays = 366, LongestStep = 100;
    private const decimal LargestRate = 100_000m;

    /// <summary>The histories of those steps that name no amount.</summary>
    public ILookup<(Guid Article, string Step), RateSince> Histories { get; init; } = Array.Empty<RateSince>().ToLookup(_ => (Guid.Empty, ""));

    /// <summary>The changes of a request.</summary>
    public static RateChanges Of(Check check, RateCorrectionScope? scope, DateTimeOffset now)
    {
        scope ??= new RateCorrectionScope();
        var rates = new Dictionary<(Guid, string), decimal?>();
        check.That(scope.Changes.Count > 0, "scope.changes", "is required");
        if (check.AtMost("scope.changes", scope.Changes.Count, MostChanges))
        {
            for (var i = 0; i < scope.Changes.Count; i++)
            {
                var field = FormattableString.Invariant($"scope.changes[{i}]");
                var article = check.Id(field + ".article_id", scope.Changes[i].ArticleId);
                var step = check.Text(field + ".step", scope.Changes[i].Step, 1, LongestStep);
                decimal? amount = scope.Changes[i].Amount.Length == 0 ? null : check.Amount(field + ".amount", scope.Changes[i].Amount, 0m, LargestRate);
                check.That(rates.TryAdd((article, step), amount), field, "changes the same step of the same article a second time");
            }
        }

        var from = check.Time("scope.from_time", scope.FromTime, DateTimeOffset.UnixEpoch, now.AddDays(1));
        var to = check.Time("scope.to_time", scope.ToTime, DateTimeOffset.UnixEpoch, now.AddDays(1));
        if (check.That(from <= to, "scope.to_time", "is before from_time")) check.That(to - from <= TimeSpan.FromDays(MostDays), "scope.to_time", FormattableString.Invariant($"is more than {MostDays} days behind from_time"));
        return new RateChanges(rates, from, to);
    }

    /// <summary>What a wage shall come to; null where nothing changes: another step, or the same amount as stands.</summary>
    public PlannedLine? Plan(WageRow wage)
    {
        var details = EntryStore.ReadDetails(wage.Details);
        if (wage.IsReversed || details is not { ArticleId: { } article, StepName: { } step, Quantity: { } quantity }) return null;
        if (RateOf(article, step, wage.EffectiveTime) is not { } rate) return null;
        var corrected = Share.Of(details.Shares, wage.WorkerId, rate * quantity)!.Value.Amount;
        return corrected == wage.Standing ? null : new PlannedLine(wage.EntryId, wage.WorkerId, wage.Currency, wage.Standing, corrected, rate);
    }

    // Null where nothing says what it shall have been: no change is about it, or no rate was in force.
    private decimal? RateOf(Guid article, string step, DateTimeOffset workTime) =>
        Rates.TryGetValue((article, step), out var said) ? said ?? Histories[(article, step)].Where(r => r.From <= workTime).MaxBy(r => r.From)?.Amount : null;
}

/// <summary>What a piece pays from some time on.</summary>
internal sealed record RateSince(DateTimeOffset From, decimal Amount);

/// <summary>A wage as it stands: what it was credited with and every correction so far.</summary>
internal sealed record WageRow(Guid EntryId, Guid WorkerId, string Currency, decimal Standing, string Details, DateTimeOffset EffectiveTime, bool IsReversed);

/// <summary>What a line shall come to.</summary>
internal sealed record PlannedLine(Guid EntryId, Guid WorkerId, string Currency, decimal Standing, decimal Corrected, decimal Rate)
{
    /// <summary>What is booked.</summary>
    public decimal Delta => Corrected - Standing;
}
