using FactoryFlow.Platform.Data;

namespace FactoryFlow.Identity.Users;

/// <summary>A user without what hangs on them: roles and factories. A language that is null is the one that each request prefers.</summary>
internal sealed record ProfileRow(
    Guid Id, string Email, string Name, string Kind, string Status, Guid? VendorId, string[] Grants, string[] Denials, long Version, long TokenVersion,
    DateTimeOffset CreateTime, DateTimeOffset UpdateTime, string? Language = null)
{
    public bool IsActive => Status == "ACTIVE";
}

/// <summary>The same as it is kept.</summary>
internal sealed record StoredProfileRow(
    Guid Id, byte[] SealedProfile, string Kind, string Status, Guid? VendorId, string[] Grants, string[] Denials, long Version, long TokenVersion,
    DateTimeOffset CreateTime, DateTimeOffset UpdateTime, string? Language = null)
{
    public ProfileRow Open(IPersonalData personal)
    {
        var (email, name) = Users.SealedProfile.Open(personal, Id, SealedProfile);
        return new ProfileRow(Id, email, name, Kind, Status, VendorId, Grants, Denials, Version, TokenVersion, CreateTime, UpdateTime, Language);
    }
}

/// <summary>A role that a user has.</summary>
internal sealed record UserRoleRow(Guid UserId, Guid RoleId, string Name, string[] Permissions);
