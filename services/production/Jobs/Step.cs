using FactoryFlow.Events.Production;
using FactoryFlow.Production.Reports;
using StepStatus = FactoryFlow.Production.V1.Step.Types.Status;

namespace FactoryFlow.Production.Jobs;

/// <summary>One step of a job: who has it, and the sum of its reports.</summary>
internal sealed record Step(
    Guid Id, string Name, int Order, bool IsPaid, StepStatus Status, Guid? WorkerId, IReadOnlyList<WageShare>? Shares, int GoodQuantity, int RejectedQuantity,
    int ReturnedQuantity, int ReworkedQuantity, Rate? Rate, decimal? Earned, bool IsHeld, DateTimeOffset? StartTime, DateTimeOffset? CompleteTime)
{
    /// <summary>Whether a worker has the step, alone or with others.</summary>
    public bool IsOf(Guid workerId) => WorkerId == workerId || (Shares?.Any(s => s.WorkerId == workerId) ?? false);

    /// <summary>Whether that is its name or its id.</summary>
    public bool IsCalled(string nameOrId) => Name == nameOrId || Id.ToString().Equals(nameOrId, StringComparison.OrdinalIgnoreCase);

    /// <summary>The step with one more report.</summary>
    public Step Plus(Report report) => this with
    {
        GoodQuantity = GoodQuantity + report.Good,
        RejectedQuantity = RejectedQuantity + report.Rejected,
        Rate = report.Rate ?? Rate,
        Earned = report.Earned is { } earned ? (Earned ?? 0m) + earned : Earned,
        IsHeld = IsHeld || report.IsHeld,
    };

    /// <summary>The step without one of its reports.</summary>
    public Step Minus(Report report, bool anotherIsHeld)
    {
        var good = GoodQuantity - report.Good;
        return this with
        {
            GoodQuantity = good,
            RejectedQuantity = RejectedQuantity - report.Rejected,
            Rate = good == 0 ? null : Rate,
            Earned = good == 0 ? null : Earned - (report.Earned ?? 0m),
            IsHeld = anotherIsHeld,
        };
    }
}

/// <summary>What a piece pays, in a version that never changes.</summary>
internal sealed record Rate(Guid VersionId, decimal Amount);
