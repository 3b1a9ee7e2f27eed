using FactoryFlow.Options.V1;
using FactoryFlow.Platform.Auth;

namespace FactoryFlow.Identity.Users;

/// <summary>A user as a token and a session show them: who they are and what they may do.</summary>
internal sealed record User(Guid TenantId, Guid Id, string Email, string Name, Access.Types.Kind Kind, IReadOnlyList<string> Roles, IReadOnlyList<string> Permissions)
{
    public V1.User ToWire() => new() { Id = Id.ToString(), Email = Email, Name = Name, Kind = Kind, Roles = { Roles } };
}

/// <summary>A user's row, as far as signing in needs it.</summary>
internal sealed record UserRow(Guid Id, string Email, string Name, string Kind, string Status, string PasswordHash)
{
    public bool IsActive => Status == "ACTIVE";

    public User With(Guid tenant, IReadOnlyList<string> roles, IReadOnlyList<string> permissions) =>
        new(tenant, Id, Email, Name, TokenFormat.KindOf(Kind), roles, permissions);
}
