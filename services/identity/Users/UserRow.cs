using FactoryFlow.Platform.Data;

namespace FactoryFlow.Identity.Users;

/// <summary>A user, as far as proving who they are needs them. What they may do is asked for afterwards: <see cref="Grants" />.</summary>
internal sealed record UserRow(Guid Id, string Email, string Name, string Kind, string Status, string? PasswordHash, string? Language)
{
    public bool IsActive => Status == "ACTIVE";
}

/// <summary>The same as it is kept.</summary>
internal sealed record StoredUserRow(Guid Id, byte[] SealedProfile, string Kind, string Status, string? PasswordHash, string? Language)
{
    public UserRow Open(IPersonalData personal)
    {
        var (email, name) = Users.SealedProfile.Open(personal, Id, SealedProfile);
        return new UserRow(Id, email, name, Kind, Status, PasswordHash, Language);
    }
}
