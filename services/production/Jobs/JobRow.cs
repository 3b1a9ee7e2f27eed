using FactoryFlow.Platform.Data;
using JobStatus = FactoryFlow.Production.V1.Job.Types.Status;

namespace FactoryFlow.Production.Jobs;

/// <summary>A job without its steps. It becomes a message by way of <see cref="Job" />, which the rules know.</summary>
internal sealed record JobRow(
    Guid Id, int Number, Guid ArticleId, string Status, string Quantities, int TotalQuantity, string Attributes, string Currency, int ConfigVersion,
    bool IsOrdered, string[] RejectReasons, DateTimeOffset CreateTime, Guid? OrderId)
{
    public Job ToJob(IEnumerable<StepRow> steps) => new(
        Id, Number, ArticleId, EnumText.Parse<JobStatus>(Status), Quantities, TotalQuantity, Attributes, Currency, ConfigVersion, IsOrdered, RejectReasons, CreateTime,
        [.. steps.Where(s => s.JobId == Id).Select(s => s.ToStep())]) { OrderId = OrderId };
}
