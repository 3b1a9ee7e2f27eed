using FactoryFlow.Identity.Personal;
using FactoryFlow.Identity.Users;
using FactoryFlow.Identity.V1;
using FactoryFlow.Platform.Auth;
using FactoryFlow.Platform.Data;
using Status = FactoryFlow.Identity.V1.Invitation.Types.Status;
using User = FactoryFlow.Identity.Users.User;

namespace FactoryFlow.Identity.Invitations;

/// <summary>An invitation as it is stored.</summary>
internal sealed record InvitationRow(
    Guid Id, string Email, string Name, string Kind, Guid? VendorId, Guid? InviterId, Guid? UserId,
    DateTimeOffset CreateTime, DateTimeOffset ExpireTime, DateTimeOffset? AcceptTime, DateTimeOffset? RevokeTime, string[] Roles)
{
    public Status StatusAt(DateTimeOffset now) =>
        AcceptTime is not null ? Status.Accepted
        : RevokeTime is not null ? Status.Revoked
        : ExpireTime <= now ? Status.Expired
        : Status.Pending;

    /// <summary>Who comes of it when it is accepted now.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="roles">The roles that it gives, whatever user they name.</param>
    /// <param name="id">The id that they will have.</param>
    /// <param name="now">The time.</param>
    public User ToUser(Guid tenant, IEnumerable<UserRoleRow> roles, Guid id, DateTimeOffset now) =>
        new(tenant, new ProfileRow(id, Email, Name, Kind, "ACTIVE", VendorId, [], [], 1, 0, now, now), [.. roles.Select(role => role with { UserId = id })], []);

    /// <summary>As an entry that is kept for ever shows it.</summary>
    public Invitation ToAudited(TenantTx tx)
    {
        var message = ToMessage(tx.Now);
        (message.Email, message.Name) = (Masked.Text(tx.Personal, Email), Masked.Text(tx.Personal, Name));
        return message;
    }

    /// <summary>As the API shows it.</summary>
    public Invitation ToMessage(DateTimeOffset now) => new()
    {
        Id = Id.ToString(),
        Email = Email,
        Name = Name,
        Kind = TokenFormat.KindOf(Kind),
        Roles = { Roles },
        VendorId = VendorId?.ToString() ?? "",
        Status = StatusAt(now),
        InviterId = InviterId?.ToString() ?? "",
        UserId = UserId?.ToString() ?? "",
        CreateTime = Wire.Time(CreateTime),
        ExpireTime = Wire.Time(ExpireTime),
        AcceptTime = Wire.Time(AcceptTime),
        RevokeTime = Wire.Time(RevokeTime),
    };
}

/// <summary>The same as it is kept.</summary>
internal sealed record StoredInvitationRow(
    Guid Id, byte[] SealedProfile, string Kind, Guid? VendorId, Guid? InviterId, Guid? UserId,
    DateTimeOffset CreateTime, DateTimeOffset ExpireTime, DateTimeOffset? AcceptTime, DateTimeOffset? RevokeTime, string[] Roles)
{
    public InvitationRow Open(IPersonalData personal)
    {
        var (email, name) = Users.SealedProfile.Open(personal, Id, SealedProfile);
        return new InvitationRow(Id, email, name, Kind, VendorId, InviterId, UserId, CreateTime, ExpireTime, AcceptTime, RevokeTime, Roles);
    }
}
