using FactoryFlow.Events.Production;
using FactoryFlow.Production.V1;
using Step = FactoryFlow.Production.Jobs.Step;

namespace FactoryFlow.Production.Reports;

/// <summary>A report of work at a step, or one that takes another back; it never changes.</summary>
internal sealed record Report
{
    public required Guid Id { get; init; }

    public required Guid StepId { get; init; }

    public required StepReport.Types.Kind Kind { get; init; }

    public required int Good { get; init; }

    public required int Rejected { get; init; }

    public required IReadOnlyList<RejectedPieces> Rejects { get; init; }

    public required Guid WorkerId { get; init; }

    /// <summary>Where several did it: their shares, with amounts as soon as there is a wage.</summary>
    public required IReadOnlyList<WageShare>? Shares { get; init; }

    /// <summary>What a piece paid; null on an unpaid step, and where no rate was in force.</summary>
    public required Jobs.Rate? Rate { get; init; }

    /// <summary>The wage; null on an unpaid step, and while it is held.</summary>
    public required decimal? Earned { get; init; }

    /// <summary>Good pieces of a paid step without a rate: the wage waits for one.</summary>
    public required bool IsHeld { get; init; }

    public required DateTimeOffset WorkTime { get; init; }

    /// <summary>The report that this one takes back.</summary>
    public Guid? ReversesId { get; init; }

    /// <summary>Why it is taken back.</summary>
    public string? Reason { get; init; }

    /// <summary>The report of work at a step, with the wage where there is a rate.</summary>
    public static Report Of(Guid id, StepReport.Types.Kind kind, Step step, Work work, int good, Guid workerId, IReadOnlyList<WageShare>? shares, Jobs.Rate? rate)
    {
        var (paid, isHeld) = (step.IsPaid ? rate : null, step.IsPaid && rate is null && good > 0);
        decimal? earned = step.IsPaid && !isHeld ? (rate?.Amount ?? 0m) * good : null;
        return new Report
        {
            Id = id,
            StepId = step.Id,
            Kind = kind,
            Good = good,
            Rejected = work.Rejected,
            Rejects = work.Rejects,
            WorkerId = workerId,
            Shares = shares is not null && earned is { } wage ? Reports.Shares.Split(shares, wage) : shares,
            Rate = paid,
            Earned = earned,
            IsHeld = isHeld,
            WorkTime = work.Time,
        };
    }

    /// <summary>The same with the wage that a rate gives it at last.</summary>
    public Report Released(Jobs.Rate rate) => this with
    {
        Rate = rate,
        Earned = rate.Amount * Good,
        Shares = Shares is null ? null : Reports.Shares.Split(Shares, rate.Amount * Good),
        IsHeld = false,
    };

    /// <summary>The report that takes this one back.</summary>
    public Report TakenBack(Guid id, string reason, DateTimeOffset now) => this with
    {
        Id = id,
        Kind = StepReport.Types.Kind.Correction,
        Good = -Good,
        Rejected = -Rejected,
        Rejects = [],
        Shares = Shares?.Select(s => s with { Amount = -s.Amount, Rounding = -s.Rounding }).ToList(),
        Earned = -Earned,
        IsHeld = false,
        WorkTime = now,
        ReversesId = Id,
        Reason = reason,
    };
}

/// <summary>A report and what became of it.</summary>
/// <param name="Report">The report, with the wage that it was released with where it was held.</param>
/// <param name="ReversedById">The correction that took it back.</param>
/// <param name="AnotherIsHeld">Whether another report of its step is held.</param>
internal sealed record PastReport(Report Report, Guid? ReversedById, bool AnotherIsHeld);
