using FactoryFlow.Platform.Data;
using FactoryFlow.Tenancy.V1;

namespace FactoryFlow.Tenancy.Factories;

/// <summary>A factory.</summary>
internal sealed record FactoryRow(Guid Id, string Code, string Name, string NameEn, string NameCn, long Version, DateTimeOffset CreateTime, DateTimeOffset UpdateTime)
{
    public Factory ToMessage() => new()
    {
        Id = Id.ToString(),
        FactoryCode = Code,
        Name = Name,
        NameEn = NameEn,
        NameCn = NameCn,
        Etag = Etag.Of(Version),
        CreateTime = Wire.Time(CreateTime),
        UpdateTime = Wire.Time(UpdateTime),
    };
}
