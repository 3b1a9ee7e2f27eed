using System.Collections.Immutable;
using FactoryFlow.Identity.V1;
using FactoryFlow.Platform.Data;
using FactoryAccess = FactoryFlow.Platform.Auth.FactoryAccess;
using Level = FactoryFlow.Identity.V1.FactoryAccess.Types.Level;
using Status = FactoryFlow.Identity.V1.ApiKey.Types.Status;

namespace FactoryFlow.Identity.ApiKeys;

/// <summary>A key as it is stored.</summary>
internal sealed record ApiKeyRow(
    Guid Id, string Name, string Prefix, byte[] KeyHash, string[] Permissions, string[] Factories, Guid? OwnerId, bool IsOwnerActive, long Version,
    DateTimeOffset CreateTime, DateTimeOffset UpdateTime, DateTimeOffset ExpireTime, DateTimeOffset? LastUseTime, DateTimeOffset? RevokeTime)
{
    /// <summary>The factories that it opens.</summary>
    public ImmutableArray<FactoryAccess> FactoryAccess =>
        [.. Factories.Select(text => Platform.Auth.FactoryAccess.TryParse(text, out var access) ? access : throw new FormatException($"{text} is no access to a factory."))];

    public Status StatusAt(DateTimeOffset now) =>
        RevokeTime is not null ? Status.Revoked
        : ExpireTime <= now ? Status.Expired
        : IsOwnerActive ? Status.Active
        : Status.Dormant;

    /// <summary>As the API shows it.</summary>
    public V1.ApiKey ToMessage(DateTimeOffset now) => new()
    {
        Id = Id.ToString(),
        Name = Name,
        Prefix = Prefix,
        Status = StatusAt(now),
        Permissions = { Permissions },
        Factories = { FactoryAccess.Select(f => new ApiKeyFactory { FactoryId = f.FactoryId.ToString(), AccessLevel = Enum.Parse<Level>(f.Level.ToString()) }) },
        OwnerId = OwnerId?.ToString() ?? "",
        CreateTime = Wire.Time(CreateTime),
        UpdateTime = Wire.Time(UpdateTime),
        ExpireTime = Wire.Time(ExpireTime),
        LastUseTime = Wire.Time(LastUseTime),
        RevokeTime = Wire.Time(RevokeTime),
        Etag = Platform.Data.Etag.Of(Version),
    };
}
