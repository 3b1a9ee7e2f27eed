using System.Text.Json;
using FactoryFlow.Platform.Data;
using Google.Protobuf;
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
            Attributes = job.Attributes == "{}" ? new Struct() : JsonParser.Default.Parse<Struct>(job.Attributes),
            CreateTime = Wire.Time(job.CreateTime),
            ConfigVersion = job.ConfigVersion,
        };
        message.Quantities.Add(JsonSerializer.Deserialize<Dictionary<string, int>>(job.Quantities)!);
        foreach (var step in job.Steps) message.Steps.Add(step.ToMessage(job.Currency));
        return message;
    }

    private static V1.Step ToMessage(this Step step, string currency) => new()
    {
        Id = step.Id.ToString(),
        Name = step.Name,
        Order = step.Order,
        IsPaid = step.IsPaid,
        Status = step.Status,
        WorkerId = step.WorkerId?.ToString() ?? "",
        GoodQuantity = step.GoodQuantity,
        RejectedQuantity = step.RejectedQuantity,
        Rate = Wire.Money(step.Rate?.Amount, currency),
        Earned = Wire.Money(step.Earned, currency),
        IsHeld = step.IsHeld,
        StartTime = Wire.Time(step.StartTime),
        CompleteTime = Wire.Time(step.CompleteTime),
    };
}
