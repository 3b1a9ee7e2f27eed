using FactoryFlow.Platform.Data;
using StepStatus = FactoryFlow.Production.V1.Step.Types.Status;

namespace FactoryFlow.Production.Jobs;

/// <summary>A step of a job.</summary>
internal sealed record StepRow(
    Guid JobId, Guid Id, string Name, int Position, bool IsPaid, string Status, Guid? WorkerId, string? Shares, int GoodQuantity, int RejectedQuantity,
    int ReturnedQuantity, int ReworkedQuantity, Guid? RateVersionId, decimal? Rate, decimal? Earned, bool IsHeld, DateTimeOffset? StartTime, DateTimeOffset? CompleteTime)
{
    public Step ToStep() => new(
        Id, Name, Position, IsPaid, EnumText.Parse<StepStatus>(Status), WorkerId, Reports.Shares.FromJson(Shares), GoodQuantity, RejectedQuantity,
        ReturnedQuantity, ReworkedQuantity, RateVersionId is { } version && Rate is { } amount ? new Rate(version, amount) : null, Earned, IsHeld, StartTime, CompleteTime);
}
