using FactoryFlow.Platform.Data;
using FactoryFlow.Production.V1;

namespace FactoryFlow.Production.HeldReports;

/// <summary>A report that waits for a rate.</summary>
internal sealed record HeldReportRow(
    Guid ReportId, Guid JobId, int JobNumber, Guid StepId, string Step, Guid ArticleId, string ArticleCode, Guid WorkerId, int GoodQuantity, DateTimeOffset WorkTime)
{
    public HeldReport ToMessage() => new()
    {
        ReportId = ReportId.ToString(),
        JobId = JobId.ToString(),
        JobNumber = JobNumber,
        StepId = StepId.ToString(),
        Step = Step,
        ArticleId = ArticleId.ToString(),
        ArticleCode = ArticleCode,
        WorkerId = WorkerId.ToString(),
        GoodQuantity = GoodQuantity,
        WorkTime = Wire.Time(WorkTime),
    };
}
