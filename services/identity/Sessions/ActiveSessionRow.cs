using System.Net;
using FactoryFlow.Identity.V1;
using FactoryFlow.Platform.Data;

namespace FactoryFlow.Identity.Sessions;

/// <summary>A session in force, as its user sees it.</summary>
internal sealed record ActiveSessionRow(
    Guid Id, Guid UserId, string UserAgent, IPAddress? RemoteAddress, DateTimeOffset CreateTime, DateTimeOffset LastUseTime, DateTimeOffset ExpireTime)
{
    public ActiveSession ToMessage(Guid current) => new()
    {
        Id = Id.ToString(),
        UserId = UserId.ToString(),
        UserAgent = UserAgent,
        RemoteAddress = RemoteAddress?.ToString() ?? "",
        CreateTime = Wire.Time(CreateTime),
        LastUseTime = Wire.Time(LastUseTime),
        ExpireTime = Wire.Time(ExpireTime),
        IsCurrent = Id == current,
    };
}
