using FactoryFlow.Identity.Users;
using FactoryFlow.Platform.Data;

namespace FactoryFlow.Identity.Invitations;

/// <summary>What is asked and written about invitations.</summary>
internal static class InvitationStore
{
    /// <summary>Asks for an invitation.</summary>
    public static Answer<StoredInvitationRow> Ask(TenantTx tx, Guid id) => tx.Ask<StoredInvitationRow>($"""
        select id, sealed_profile, kind, vendor_id, inviter_id, user_id, create_time, expire_time, accept_time, revoke_time,
            array(select r.name from invitation_roles g join roles r on r.tenant_id = g.tenant_id and r.id = g.role_id
                where g.tenant_id = i.tenant_id and g.invitation_id = i.id order by r.name) as roles
        from invitations i where tenant_id = {tx.TenantId} and id = {id}
        """);

    /// <summary>Asks for the roles that it gives, in the place of a user's.</summary>
    public static Answer<UserRoleRow> AskRoles(TenantTx tx, Guid id) => tx.Ask<UserRoleRow>($"""
        select g.invitation_id as user_id, r.id as role_id, r.name, r.permissions
        from invitation_roles g join roles r on r.tenant_id = g.tenant_id and r.id = g.role_id
        where g.tenant_id = {tx.TenantId} and g.invitation_id = {id} order by r.name
        """);

    /// <summary>Adds an invitation; one to the same address that nobody accepted in time makes room for it.</summary>
    /// <exception cref="Platform.Errors.Refusal">INVITATION_PENDING, at the commit.</exception>
    public static void Add(TenantTx tx, InvitationRow invitation, IEnumerable<UserRoleRow> roles)
    {
        var (profile, hash) = (SealedProfile.Seal(tx.Personal, invitation.Id, invitation.Email, invitation.Name), tx.Personal.Fingerprint(invitation.Email));
        tx.Write($"""
            update invitations set revoke_time = {tx.Now}
            where tenant_id = {tx.TenantId} and email_hash = {hash} and accept_time is null and revoke_time is null and expire_time <= {tx.Now}
            """);
        tx.Write($"""
            insert into invitations (tenant_id, id, sealed_profile, email_hash, kind, vendor_id, inviter_id, create_time, expire_time)
            values ({tx.TenantId}, {invitation.Id}, {profile}, {hash}, {invitation.Kind}, {invitation.VendorId}, {invitation.InviterId},
                    {invitation.CreateTime}, {invitation.ExpireTime})
            """);
        tx.Write($"""
            insert into invitation_roles (tenant_id, invitation_id, role_id)
            select {tx.TenantId}, {invitation.Id}, role from unnest({roles.Select(r => r.RoleId).ToArray()}) as role
            """);
    }

    /// <summary>Writes what became of an invitation.</summary>
    public static void Save(TenantTx tx, InvitationRow invitation) => tx.Write($"""
        update invitations set inviter_id = {invitation.InviterId}, user_id = {invitation.UserId}, expire_time = {invitation.ExpireTime},
            accept_time = {invitation.AcceptTime}, revoke_time = {invitation.RevokeTime}
        where tenant_id = {tx.TenantId} and id = {invitation.Id}
        """);
}
