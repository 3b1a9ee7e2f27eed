using FactoryFlow.Events.Production;
using FactoryFlow.Platform.Data;
using FactoryFlow.Production.V1;
using Grpc.Core;

namespace FactoryFlow.Ledger.Tests.Support;

/// <summary>A production that answers what a test gave it; the real one is compared with in EndToEnd.</summary>
internal sealed class StandInProduction : WageReportService.WageReportServiceClient
{
    private readonly List<WageReport> _reports = [];

    /// <summary>Adds the report of a fact.</summary>
    public WageReport Has(JobStepCompleted step)
    {
        var report = new WageReport
        {
            Id = (step.ReportId ?? step.StepId).ToString(), StepId = step.StepId.ToString(), StepName = step.StepName, JobId = step.JobId.ToString(), JobNumber = step.JobNumber,
            Quantity = step.GoodQuantity, Currency = step.Currency, IsHeld = step.Rate is null, WorkTime = Wire.Time(step.OccurredAt),
            Shares = { new WageReportShare { WorkerId = step.WorkerId.ToString(), Amount = step.Rate is { } rate ? Wire.Amount(rate * step.GoodQuantity) : "" } },
        };
        _reports.Add(report);
        return report;
    }

    public override AsyncUnaryCall<ListWageReportsResponse> ListWageReportsAsync(ListWageReportsRequest request, CallOptions options)
    {
        var response = new ListWageReportsResponse();
        response.Reports.AddRange(_reports.Where(r => r.WorkTime >= request.FromTime && r.WorkTime < request.ToTime).OrderBy(r => r.WorkTime));
        return Answer(response);
    }

    public override AsyncUnaryCall<BatchGetWageReportsResponse> BatchGetWageReportsAsync(BatchGetWageReportsRequest request, CallOptions options)
    {
        var response = new BatchGetWageReportsResponse();
        response.Reports.AddRange(_reports.Where(r => request.ReportIds.Contains(r.Id)));
        return Answer(response);
    }

    private static AsyncUnaryCall<T> Answer<T>(T response) =>
        new(Task.FromResult(response), Task.FromResult(new Metadata()), () => Status.DefaultSuccess, () => [], () => { });
}
