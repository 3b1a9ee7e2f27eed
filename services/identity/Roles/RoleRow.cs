using FactoryFlow.Identity.Permissions;
using FactoryFlow.Identity.V1;
using FactoryFlow.Platform.Data;

namespace FactoryFlow.Identity.Roles;

/// <summary>A role.</summary>
internal sealed record RoleRow(Guid Id, string Name, string[] Permissions, bool IsSystem, long Version, DateTimeOffset CreateTime, DateTimeOffset UpdateTime)
{
    /// <summary>What it grants.</summary>
    public PermissionSet Grants => PermissionSet.Granting(Permissions);

    public Role ToMessage() => new()
    {
        Id = Id.ToString(),
        Name = Name,
        Permissions = { Permissions },
        IsSystem = IsSystem,
        Etag = Etag.Of(Version),
        CreateTime = Wire.Time(CreateTime),
        UpdateTime = Wire.Time(UpdateTime),
    };
}
