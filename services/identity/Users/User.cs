using FactoryFlow.Options.V1;

namespace FactoryFlow.Identity.Users;

/// <summary>A user as a token and a session show them: who they are and what they may do.</summary>
internal sealed record User(Guid TenantId, Guid Id, string Email, string Name, Access.Types.Kind Kind, IReadOnlyList<string> Roles, IReadOnlyList<string> Permissions)
{
    public V1.User ToMessage() => new() { Id = Id.ToString(), Email = Email, Name = Name, Kind = Kind, Roles = { Roles } };
}
