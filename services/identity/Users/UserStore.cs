using FactoryFlow.Options.V1;
using FactoryFlow.Platform.Data;

namespace FactoryFlow.Identity.Users;

/// <summary>What is asked and written about users and their roles.</summary>
internal static class UserStore
{
    public static Task<UserRow?> FindByEmail(TenantTx tx, string email) => tx.One<UserRow>($"""
        select id, email, name, kind, status, password_hash
        from users where tenant_id = {tx.TenantId} and email = {email}
        """);

    public static Task<UserRow?> Find(TenantTx tx, Guid id) => tx.One<UserRow>($"""
        select id, email, name, kind, status, password_hash
        from users where tenant_id = {tx.TenantId} and id = {id}
        """);

    /// <summary>Queues the questions for what a user may do.</summary>
    public static (Answer<string> Roles, Answer<string> Permissions) AskGrants(TenantTx tx, Guid user) => (
        tx.Ask<string>($"""
            select r.name from user_roles u join roles r on r.tenant_id = u.tenant_id and r.id = u.role_id
            where u.tenant_id = {tx.TenantId} and u.user_id = {user} order by r.name
            """),
        tx.Ask<string>($"""
            select distinct permission from user_roles u join roles r on r.tenant_id = u.tenant_id and r.id = u.role_id, unnest(r.permissions) as permission
            where u.tenant_id = {tx.TenantId} and u.user_id = {user} order by permission
            """));

    /// <summary>Adds the roles that are not there yet.</summary>
    public static void AddRoles(TenantTx tx, IEnumerable<SystemRole> roles)
    {
        foreach (var role in roles)
            tx.Write($"""
                insert into roles (tenant_id, id, name, permissions, is_system, create_time)
                values ({tx.TenantId}, {tx.NewId()}, {role.Name}, {role.Permissions.ToArray()}, true, {tx.Now})
                on conflict on constraint roles_name_key do nothing
                """);
    }

    /// <summary>Adds a user unless the address is known; answers the id when the user is new, then the id either way.</summary>
    public static (Answer<Guid> New, Answer<Guid> Id) Add(TenantTx tx, string email, string name, Access.Types.Kind kind, string passwordHash) => (
        tx.Ask<Guid>($"""
            insert into users (tenant_id, id, email, name, kind, status, password_hash, create_time)
            values ({tx.TenantId}, {tx.NewId()}, {email}, {name}, {kind}, 'ACTIVE', {passwordHash}, {tx.Now})
            on conflict on constraint users_email_key do nothing returning id
            """),
        tx.Ask<Guid>($"select id from users where tenant_id = {tx.TenantId} and email = {email}"));

    public static void GiveRole(TenantTx tx, string email, SystemRole role) => tx.Write($"""
        insert into user_roles (tenant_id, user_id, role_id)
        select u.tenant_id, u.id, r.id from users u join roles r on r.tenant_id = u.tenant_id
        where u.tenant_id = {tx.TenantId} and u.email = {email} and r.name = {role.Name}
        on conflict do nothing
        """);

    public static void KeepPassword(TenantTx tx, Guid user, string passwordHash) =>
        tx.Write($"update users set password_hash = {passwordHash} where tenant_id = {tx.TenantId} and id = {user}");
}
