using FactoryFlow.Platform.Data;
using FactoryFlow.Production.V1;
using Google.Protobuf;

namespace FactoryFlow.Production.OrderFlows;

/// <summary>A version of an order flow as it is stored; of version 0 is what a category got at the beginning.</summary>
internal sealed record FlowRow(Guid Id, Guid? CategoryId, int Version, bool IsActive, string Flow, Guid? CreatorId, DateTimeOffset CreateTime)
{
    // A newer version of the service may have said things that this one does not know.
    private static readonly JsonParser Lenient = new(JsonParser.Settings.Default.WithIgnoreUnknownFields(true));

    /// <summary>Whether the tenant wrote it.</summary>
    public bool IsOwn => Version > 0;

    public OrderFlow ToFlow() => Lenient.Parse<OrderFlow>(Flow);

    public OrderFlowConfig ToMessage() => new()
    {
        Id = Id.ToString(),
        CategoryId = CategoryId?.ToString() ?? "",
        Version = Version,
        Source = IsOwn ? OrderFlowConfig.Types.Source.Tenant : OrderFlowConfig.Types.Source.Category,
        IsActive = IsActive,
        Flow = ToFlow(),
        CreateTime = Wire.Time(CreateTime),
        CreatorId = CreatorId?.ToString() ?? "",
        Etag = Etag.Of(Version),
    };
}
