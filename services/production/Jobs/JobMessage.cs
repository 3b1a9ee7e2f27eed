using System.Text.Json;
using FactoryFlow.Platform.Data;
using FactoryFlow.Production.Reports;
using Google.Protobuf.WellKnownTypes;

namespace FactoryFlow.Production.Jobs;

/// <summary>A job as the API shows it.</summary>
internal static class JobMessage
{
    public static V1.Job ToMessage(this Job job)
    {
        var message = new V1.Job
        {
            Id = job.Id.ToString(),
            Number = job.Number,
            ArticleId = job.ArticleId.ToString(),
            Status = job.Status,
            TotalQuantity = job.TotalQuantity,
            Attributes = job.Attributes == "{}" ? new Struct() : FreeJson.Read(job.Attributes),
            CreateTime = Wire.Time(job.CreateTime),
            ConfigVersion = job.ConfigVersion,
            IsOrdered = job.IsOrdered,
            OrderId = job.OrderId?.ToString() ?? "",
        };
        message.Quantities.Add(JsonSerializer.Deserialize<Dictionary<string, int>>(job.Quantities)!);
        foreach (var step in job.Steps) message.Steps.Add(step.ToMessage(job));
        return message;
    }

    private static V1.Step ToMessage(this Step step, Job job)
    {
        var message = new V1.Step
        {
            Id = step.Id.ToString(),
            Name = step.Name,
            Order = step.Order,
            IsPaid = step.IsPaid,
            Status = step.Status,
            WorkerId = step.WorkerId?.ToString() ?? "",
            GoodQuantity = step.GoodQuantity,
            RejectedQuantity = step.RejectedQuantity,
            Rate = Wire.Money(step.Rate?.Amount, job.Currency),
            Earned = Wire.Money(step.Earned, job.Currency),
            IsHeld = step.IsHeld,
            StartTime = Wire.Time(step.StartTime),
            CompleteTime = Wire.Time(step.CompleteTime),
            ReceivedQuantity = job.Received(step),
            ReturnedQuantity = step.ReturnedQuantity,
            ReworkedQuantity = step.ReworkedQuantity,
            ShareBasis = step.Shares.Basis(),
        };
        message.Shares.AddRange(step.Shares.ToMessages(job.Currency));
        return message;
    }
}
