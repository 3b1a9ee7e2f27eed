using FactoryFlow.Ledger.V1;
using FactoryFlow.Platform.Data;

namespace FactoryFlow.Ledger.Periods;

/// <summary>How far the books are closed, beside one period.</summary>
/// <param name="Period">The period.</param>
/// <param name="LastClosed">The last period that is closed; null while none is.</param>
/// <param name="First">The first period that anything was booked for, or that was ever closed; null while there is none.</param>
/// <param name="Seals">The period's seals, oldest first.</param>
internal sealed record Books(Period Period, Period? LastClosed, Period? First, IReadOnlyList<SealRow> Seals)
{
    /// <summary>Whether the period takes no entries any more.</summary>
    public bool IsClosed => Period <= LastClosed;

    /// <summary>The first period that takes entries; null while nothing was booked at all.</summary>
    public Period? FirstOpen => LastClosed?.Next ?? First;

    /// <summary>The period as it is shown.</summary>
    public V1.Period ToMessage() => Show(Period, IsClosed, Seals);

    /// <summary>A period as it is shown.</summary>
    public static V1.Period Show(Period period, bool isClosed, IEnumerable<SealRow> seals)
    {
        var message = new V1.Period
        {
            Name = period.Name,
            StartTime = Wire.Time(period.Start),
            EndTime = Wire.Time(period.End),
            Status = isClosed ? V1.Period.Types.Status.Closed : V1.Period.Types.Status.Open,
        };
        message.Seals.AddRange(seals.Select(s => s.ToMessage()));
        return message;
    }

    /// <summary>Refuses to close what is closed.</summary>
    /// <exception cref="Platform.Errors.Refusal">PERIOD_ALREADY_CLOSED.</exception>
    public void RequireOpen()
    {
        if (IsClosed) throw Reasons.PeriodAlreadyClosed.Refuse($"The period {Period.Name} is closed already; the books are closed up to the end of {LastClosed!.Value.Name}.");
    }

    /// <summary>Refuses to open what is not the last closed period.</summary>
    /// <exception cref="Platform.Errors.Refusal">PERIOD_NOT_CLOSED, LATER_PERIOD_CLOSED.</exception>
    public void RequireLastClosed()
    {
        if (!IsClosed) throw Reasons.PeriodNotClosed.Refuse($"The period {Period.Name} is open.");
        if (Period != LastClosed) throw Reasons.LaterPeriodClosed.Refuse($"The books are closed up to the end of {LastClosed!.Value.Name}: open that period first.");
    }

    /// <summary>What of the calendar stands in the way of closing the period.</summary>
    public IEnumerable<PeriodBlocker> Blockers(DateTimeOffset now)
    {
        if (Period.End > now)
            yield return new PeriodBlocker { Kind = PeriodBlocker.Types.Kind.NotEnded, Count = 1, Message = $"The period goes on until {Period.End:yyyy-MM-dd'T'HH:mm:ss'Z'}.", Examples = { Period.Name } };
        if (FirstOpen < Period)
            yield return new PeriodBlocker
            {
                Kind = PeriodBlocker.Types.Kind.EarlierPeriodOpen,
                Count = Earlier().Count(),
                Message = $"Periods are closed in order: close {FirstOpen!.Value.Name} first.",
                Examples = { Earlier().Take(PeriodStore.MostExamples).Select(p => p.Name) },
            };
    }

    private IEnumerable<Period> Earlier()
    {
        for (var period = FirstOpen!.Value; period < Period; period = period.Next) yield return period;
    }
}
