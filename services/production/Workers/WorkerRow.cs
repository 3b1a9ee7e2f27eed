using FactoryFlow.Platform.Data;
using FactoryFlow.Production.V1;

namespace FactoryFlow.Production.Workers;

/// <summary>A worker.</summary>
internal sealed record WorkerRow(
    Guid Id, string Code, string Name, string Phone, string Email, Guid? UserId, int Version, DateTimeOffset? ArchiveTime, DateTimeOffset CreateTime)
{
    /// <summary>As an entry that is kept for ever shows them: of the address, enough to see that it changed.</summary>
    public Worker ToAudited()
    {
        var message = ToMessage();
        if (Email.Length > 0) message.Email = $"{Email[0]}***{Email[Email.IndexOf('@', StringComparison.Ordinal)..]}";
        return message;
    }

    public Worker ToMessage() => new()
    {
        Id = Id.ToString(),
        Code = Code,
        Name = Name,
        Phone = Phone,
        Email = Email,
        UserId = UserId?.ToString() ?? "",
        IsArchived = ArchiveTime is not null,
        CreateTime = Wire.Time(CreateTime),
        Etag = Etag.Of(Version),
    };
}
