using FactoryFlow.Platform.Data;
using FactoryFlow.Production.V1;

namespace FactoryFlow.Production.Workers;

/// <summary>A worker.</summary>
internal sealed record WorkerRow(
    Guid Id, string Code, string Name, string Phone, Guid? UserId, int Version, DateTimeOffset? ArchiveTime, DateTimeOffset CreateTime)
{
    public Worker ToMessage() => new()
    {
        Id = Id.ToString(),
        Code = Code,
        Name = Name,
        Phone = Phone,
        UserId = UserId?.ToString() ?? "",
        IsArchived = ArchiveTime is not null,
        CreateTime = Wire.Time(CreateTime),
        Etag = Etag.Of(Version),
    };
}
