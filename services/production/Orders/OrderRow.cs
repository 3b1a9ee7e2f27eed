using FactoryFlow.Platform.Data;
using FactoryFlow.Production.V1;
using Google.Protobuf;

namespace FactoryFlow.Production.Orders;

/// <summary>An order as it is stored; what is to be made as the field <c>items</c> of an order in JSON, and with how many entries its history has.</summary>
internal sealed record OrderRow(
    Guid Id, int Number, string CustomerReference, Guid? CategoryId, string Status, Guid? FlowId, DateTimeOffset StatusTime, int Moves, DateTimeOffset? DueTime,
    bool IsExpress, string Notes, string Items, int Version, DateTimeOffset CreateTime)
{
    /// <summary>The order as the API shows it.</summary>
    /// <param name="jobs">The jobs that belong to it, in order.</param>
    public Order ToMessage(IEnumerable<Guid> jobs)
    {
        var order = JsonParser.Default.Parse<Order>(Items);
        order.Id = Id.ToString();
        order.Number = Number;
        order.CustomerReference = CustomerReference;
        order.CategoryId = CategoryId?.ToString() ?? "";
        order.Status = Status;
        order.DueTime = Wire.Time(DueTime);
        order.IsExpress = IsExpress;
        order.Notes = Notes;
        order.FlowId = FlowId?.ToString() ?? "";
        order.CreateTime = Wire.Time(CreateTime);
        order.StatusTime = Wire.Time(StatusTime);
        order.Etag = Etag.Of(Version);
        order.JobIds.AddRange(jobs.Select(job => job.ToString()));
        return order;
    }
}

/// <summary>A job that belongs to an order.</summary>
internal sealed record OrderJob(Guid OrderId, Guid Id, int Number);
