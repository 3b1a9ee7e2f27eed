using FactoryFlow.Platform.Auth;

namespace FactoryFlow.Identity.Users;

/// <summary>A user, as far as signing in needs them. It becomes a message by way of <see cref="User" />, which knows the roles.</summary>
internal sealed record UserRow(Guid Id, string Email, string Name, string Kind, string Status, string PasswordHash)
{
    public bool IsActive => Status == "ACTIVE";

    public User With(Guid tenant, IReadOnlyList<string> roles, IReadOnlyList<string> permissions) =>
        new(tenant, Id, Email, Name, TokenFormat.KindOf(Kind), roles, permissions);
}
