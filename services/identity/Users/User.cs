using System.Collections.Immutable;
using FactoryFlow.Identity.Factories;
using FactoryFlow.Identity.Permissions;
using FactoryFlow.Identity.Personal;
using FactoryFlow.Options.V1;
using FactoryFlow.Platform.Auth;
using FactoryFlow.Platform.Data;

namespace FactoryFlow.Identity.Users;

/// <summary>A user with what hangs on them: who they are and what they may do, as a token and the API show it.</summary>
/// <param name="TenantId">The tenant; the nil UUID for the platform's own people.</param>
/// <param name="Profile">
/// Who they are. Read before what they may do, so that a change in between outdates the token by its version rather than being missed.
/// </param>
/// <param name="Roles">What their roles are, by name.</param>
/// <param name="Factories">The factories that they may see.</param>
internal sealed record User(Guid TenantId, ProfileRow Profile, IReadOnlyList<UserRoleRow> Roles, IReadOnlyList<FactoryAccessRow> Factories)
{
    public Guid Id => Profile.Id;

    public Access.Types.Kind Kind { get; } = TokenFormat.KindOf(Profile.Kind);

    public long TokenVersion => Profile.TokenVersion;

    public bool IsActive => Profile.IsActive;

    /// <summary>What their factories are, as a token says it.</summary>
    public ImmutableArray<FactoryAccess> Access => [.. Factories.Select(f => new FactoryAccess(f.FactoryId, Enum.Parse<FactoryLevel>(f.AccessLevel, ignoreCase: true)))];

    /// <summary>What they may do, and where it comes from.</summary>
    public Rights Rights() => Permissions.Rights.Of(Kind, Roles.Select(r => (r.Name, r.Permissions)), Profile.Grants, Profile.Denials);

    /// <summary>As an entry that is kept for ever shows it.</summary>
    public V1.User ToAudited(IPersonalData personal)
    {
        var message = ToMessage();
        (message.Email, message.Name) = (Masked.Text(personal, message.Email), Masked.Text(personal, message.Name));
        return message;
    }

    public V1.User ToMessage() => new()
    {
        Id = Id.ToString(),
        Email = Profile.Email,
        Name = Profile.Name,
        Kind = Kind,
        Roles = { Roles.Select(r => r.Name) },
        Status = EnumText.Parse<V1.User.Types.Status>(Profile.Status),
        VendorId = Profile.VendorId?.ToString() ?? "",
        Grants = { Profile.Grants },
        Denials = { Profile.Denials },
        DefaultFactoryId = Factories.FirstOrDefault(f => f.IsDefault)?.FactoryId.ToString() ?? "",
        Etag = Etag.Of(Profile.Version),
        CreateTime = Wire.Time(Profile.CreateTime),
        UpdateTime = Wire.Time(Profile.UpdateTime),
        Language = Profile.Language ?? "",
    };
}
