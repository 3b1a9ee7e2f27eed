using FactoryFlow.Identity.Permissions;
using FactoryFlow.Identity.Roles;
using FactoryFlow.Platform.Data;

namespace FactoryFlow.Identity.Users;

/// <summary>What no change of what people may do leaves behind; looked at behind what was written, before it is committed.</summary>
internal static class Soundness
{
    // What a token of 8 KiB has left for roles, permissions and denials beside fifty factories, a long name and a long address.
    private const int MostOfToken = 2400;

    /// <summary>Refuses what would leave nobody who can sign in and may do everything, or somebody whose permissions no token can hold.</summary>
    /// <param name="tx">The transaction.</param>
    /// <param name="user">Who was changed.</param>
    /// <param name="role">The role that was changed, in place of a user.</param>
    /// <param name="mayLoseAdministrator">Whether it was an administrator's.</param>
    /// <exception cref="Platform.Errors.Refusal">LAST_ADMINISTRATOR and PERMISSIONS_TOO_MANY.</exception>
    public static async Task Require(TenantTx tx, Guid? user, Guid? role, bool mayLoseAdministrator)
    {
        if (mayLoseAdministrator && !await HasAdministrator(tx))
            throw Reasons.LastAdministrator.Refuse("Nobody would be left who can sign in and may do everything. Make somebody else an administrator first.");
        RequireRoom(await Longest(tx, user, role));
    }

    /// <summary>Refuses permissions that no token can hold.</summary>
    /// <exception cref="Platform.Errors.Refusal">PERMISSIONS_TOO_MANY.</exception>
    public static void RequireRoom(PermissionSet permissions) =>
        RequireRoom(permissions.Grants.Concat(permissions.Denials).Distinct().Sum(permission => permission.ToString().Length + 3));

    private static void RequireRoom(int length)
    {
        if (length > MostOfToken)
            throw Reasons.PermissionsTooMany.Refuse($"Roles and grants would take {length} bytes of a token, which has room for {MostOfToken}. Use wildcards, or fewer roles.");
    }

    private static async Task<bool> HasAdministrator(TenantTx tx)
    {
        var roles = await tx.All<RoleRow>($"""
            select id, name, permissions, is_system, version, create_time, update_time from roles where tenant_id = {tx.TenantId}
            """);
        var everything = roles.Where(r => r.Grants.IsEverything).Select(r => r.Id).ToArray();
        // Who else than these, and whoever is granted something of their own, could it be?
        var candidates = await tx.All<Guid>($"""
            select id from users u
            where tenant_id = {tx.TenantId} and status = 'ACTIVE' and password_hash is not null and (cardinality(grants) > 0
                or exists (select from user_roles h where h.tenant_id = u.tenant_id and h.user_id = u.id and h.role_id = any({everything})))
            """);
        var known = UserStore.AskGrants(tx, [.. candidates]);
        await tx.Flush();
        return known.Users().Any(u => u.Rights().Effective.IsEverything);
    }

    // In a token each text stands in quotes, with a comma behind it.
    private static Task<int> Longest(TenantTx tx, Guid? user, Guid? role) => tx.One<int>($"""
        select coalesce(max(length), 0)::int from (
            select u.id, (
                select sum(octet_length(text) + 3) from (
                    select unnest(u.grants) as text union select unnest(u.denials)
                    union select unnest(array_append(r.permissions, r.name)) from user_roles h join roles r on r.tenant_id = h.tenant_id and r.id = h.role_id
                    where h.tenant_id = u.tenant_id and h.user_id = u.id) as texts) as length
            from users u
            where u.tenant_id = {tx.TenantId} and (u.id = {user}
                or exists (select from user_roles h where h.tenant_id = u.tenant_id and h.user_id = u.id and h.role_id = {role}))) as lengths
        """);
}
