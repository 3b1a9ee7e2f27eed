using FactoryFlow.Platform.Data;
using FactoryFlow.Production.V1;

namespace FactoryFlow.Production.ServiceCategories;

/// <summary>A kind of orders.</summary>
internal sealed record CategoryRow(Guid Id, string Code, string Name, int Version, DateTimeOffset CreateTime)
{
    public ServiceCategory ToMessage() => new() { Id = Id.ToString(), Code = Code, Name = Name, CreateTime = Wire.Time(CreateTime), Etag = Etag.Of(Version) };
}
