using FactoryFlow.Platform.Data;
using FactoryFlow.Production.V1;

namespace FactoryFlow.Production.Reconciliation;

/// <summary>A report of good pieces of a paid step, and what became of it.</summary>
internal sealed record WageReportRow(
    Guid Id, Guid StepId, string StepName, Guid JobId, int JobNumber, int Quantity, string Currency, Guid WorkerId, string? Shares, decimal? Earned,
    bool IsHeld, bool IsTakenBack, bool IsUnderway, DateTimeOffset WorkTime)
{
    public WageReport ToMessage()
    {
        var shares = Reports.Shares.FromJson(Shares);
        var report = new WageReport
        {
            Id = Id.ToString(),
            StepId = StepId.ToString(),
            StepName = StepName,
            JobId = JobId.ToString(),
            JobNumber = JobNumber,
            Quantity = Quantity,
            Currency = Currency,
            IsShared = shares is not null,
            IsHeld = IsHeld,
            IsTakenBack = IsTakenBack,
            IsUnderway = IsUnderway,
            WorkTime = Wire.Time(WorkTime),
        };
        report.Shares.AddRange(shares?.Select(s => ShareOf(s.WorkerId, s.Amount)) ?? [ShareOf(WorkerId, Earned)]);
        return report;
    }

    private static WageReportShare ShareOf(Guid workerId, decimal? amount) => new() { WorkerId = workerId.ToString(), Amount = amount is { } a ? Wire.Amount(a) : "" };
}
