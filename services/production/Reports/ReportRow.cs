using System.Text.Json;
using FactoryFlow.Platform.Data;
using FactoryFlow.Platform.Messages;
using FactoryFlow.Production.V1;

namespace FactoryFlow.Production.Reports;

/// <summary>A report with what became of it: the wage that it was released with where it was held, and the correction that took it back.</summary>
internal sealed record ReportRow(
    Guid Id, Guid StepId, string Kind, int GoodQuantity, int RejectedQuantity, string? Rejects, Guid WorkerId, string? Shares, Guid? RateVersionId, decimal? Rate,
    decimal? Earned, DateTimeOffset WorkTime, DateTimeOffset CreateTime, Guid? ReversesId, string? Reason, bool IsHeld, Guid? ReversedById)
{
    public Report ToReport() => new()
    {
        Id = Id,
        StepId = StepId,
        Kind = EnumText.Parse<StepReport.Types.Kind>(Kind),
        Good = GoodQuantity,
        Rejected = RejectedQuantity,
        Rejects = Rejects is null ? [] : JsonSerializer.Deserialize<List<RejectedPieces>>(Rejects, FactJson.Options)!,
        WorkerId = WorkerId,
        Shares = Reports.Shares.FromJson(Shares),
        Rate = RateVersionId is { } version && Rate is { } amount ? new Jobs.Rate(version, amount) : null,
        Earned = Earned,
        IsHeld = IsHeld,
        WorkTime = WorkTime,
        ReversesId = ReversesId,
        Reason = Reason,
    };

    public StepReport ToMessage(string currency)
    {
        var report = ToReport();
        var message = new StepReport
        {
            Id = Id.ToString(),
            Kind = report.Kind,
            GoodQuantity = GoodQuantity,
            RejectedQuantity = RejectedQuantity,
            WorkerId = WorkerId.ToString(),
            ShareBasis = report.Shares.Basis(),
            Rate = Wire.Money(Rate, currency),
            Earned = Wire.Money(Earned, currency),
            IsHeld = IsHeld,
            WorkTime = Wire.Time(WorkTime),
            CreateTime = Wire.Time(CreateTime),
            ReversesId = ReversesId?.ToString() ?? "",
            Reason = Reason ?? "",
            ReversedById = ReversedById?.ToString() ?? "",
        };
        message.Rejects.AddRange(report.Rejects.Select(r => new Reject { Reason = r.Reason, Quantity = r.Quantity }));
        message.Shares.AddRange(report.Shares.ToMessages(currency));
        return message;
    }
}
