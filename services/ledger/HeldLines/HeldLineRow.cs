using System.Globalization;
using FactoryFlow.Ledger.V1;
using FactoryFlow.Platform.Data;

namespace FactoryFlow.Ledger.HeldLines;

/// <summary>A worker's share of a report that is held.</summary>
internal sealed record HeldLineRow(
    Guid ReportId, Guid WorkerId, Guid JobId, int JobNumber, Guid StepId, string StepName, Guid ArticleId, int Quantity, string? Basis, decimal? Part, string Currency,
    DateTimeOffset EffectiveTime, DateTimeOffset HoldTime)
{
    public HeldLine ToMessage() => new()
    {
        ReportId = ReportId.ToString(),
        WorkerId = WorkerId.ToString(),
        JobId = JobId.ToString(),
        JobNumber = JobNumber,
        StepId = StepId.ToString(),
        StepName = StepName,
        ArticleId = ArticleId.ToString(),
        Quantity = Quantity,
        Basis = Basis ?? "",
        Part = Part?.ToString("0.####", CultureInfo.InvariantCulture) ?? "",
        Currency = Currency,
        EffectiveTime = Wire.Time(EffectiveTime),
        HoldTime = Wire.Time(HoldTime),
    };
}
