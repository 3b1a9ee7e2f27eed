using FactoryFlow.Platform.Data;

namespace FactoryFlow.Identity.Roles;

/// <summary>What is asked and written about roles. Their names are unique whatever the case.</summary>
internal static class RoleStore
{
    /// <summary>Asks for a role.</summary>
    public static Answer<RoleRow> Ask(TenantTx tx, Guid id) => tx.Ask<RoleRow>($"""
        select id, name, permissions, is_system, version, create_time, update_time from roles where tenant_id = {tx.TenantId} and id = {id}
        """);

    /// <summary>Asks for roles by their names; those that there are not are left out.</summary>
    public static Answer<RoleRow> AskNamed(TenantTx tx, IEnumerable<string> names) => tx.Ask<RoleRow>($"""
        select id, name, permissions, is_system, version, create_time, update_time
        from roles where tenant_id = {tx.TenantId} and lower(name) = any(array(select lower(n) from unnest({names.ToArray()}) as n)) order by name
        """);

    /// <summary>Asks who has a role: how many of each kind, and the first of them.</summary>
    public static Answer<StoredHoldersRow> AskHolders(TenantTx tx, Guid id) => tx.Ask<StoredHoldersRow>($"""
        select u.kind, count(*)::int as count, (array_agg(u.id order by u.id))[1] as first_id, (array_agg(u.sealed_profile order by u.id))[1] as sealed_profile
        from user_roles r join users u on u.tenant_id = r.tenant_id and u.id = r.user_id
        where r.tenant_id = {tx.TenantId} and r.role_id = {id} group by u.kind order by u.kind
        """);

    public static void Add(TenantTx tx, RoleRow role) => tx.Write($"""
        insert into roles (tenant_id, id, name, permissions, is_system, version, create_time, update_time)
        values ({tx.TenantId}, {role.Id}, {role.Name}, {role.Permissions}, {role.IsSystem}, {role.Version}, {role.CreateTime}, {role.UpdateTime})
        """);

    public static void Save(TenantTx tx, RoleRow role) => tx.Write($"""
        update roles set name = {role.Name}, permissions = {role.Permissions}, version = {role.Version}, update_time = {role.UpdateTime}
        where tenant_id = {tx.TenantId} and id = {role.Id}
        """);

    public static void Delete(TenantTx tx, Guid id) => tx.Write($"delete from roles where tenant_id = {tx.TenantId} and id = {id}");

    /// <summary>Adds the roles that are not there yet.</summary>
    public static void AddMissing(TenantTx tx, IEnumerable<SystemRole> roles)
    {
        foreach (var role in roles)
            tx.Write($"""
                insert into roles (tenant_id, id, name, permissions, is_system, version, create_time, update_time, edition)
                values ({tx.TenantId}, {tx.NewId()}, {role.Name}, {role.Permissions.ToArray()}, true, 1, {tx.Now}, {tx.Now}, {SystemRole.Edition})
                on conflict (tenant_id, lower(name)) do nothing
                """);
    }

    /// <summary>Where a system role will grant less than it does, or something else, by this version, through the door of seeding.</summary>
    public static Task<IReadOnlyList<LessRow>> FindLess(TenantTx tx, SystemRole role) => tx.All<LessRow>($"""
        select tenant_id, id from roles
        where is_system and lower(name) = lower({role.Name}) and tenant_id <> {Guid.Empty} and edition <= {SystemRole.Edition}
            and exists (select unnest(permissions) except select unnest({role.Permissions.ToArray()}))
        order by tenant_id
        """);

    /// <summary>Gives a tenant a system role as this version has it.</summary>
    public static void Renew(TenantTx tx, Guid id, SystemRole role) => tx.Write($"""
        update roles set permissions = {role.Permissions.ToArray()}, version = version + 1, update_time = {tx.Now}, edition = {SystemRole.Edition}
        where tenant_id = {tx.TenantId} and id = {id} and is_system and edition <= {SystemRole.Edition} and permissions <> {role.Permissions.ToArray()}
        """);

    /// <summary>Gives every tenant a system role as this version has it, unless a later one did, through the door of seeding.</summary>
    public static void Seed(TenantTx tx, SystemRole role) => tx.Write($"""
        insert into roles as r (tenant_id, id, name, permissions, is_system, version, create_time, update_time, edition)
        select tenant_id, gen_random_uuid(), {role.Name}, {role.Permissions.ToArray()}, true, 1, {tx.Now}, {tx.Now}, {SystemRole.Edition}
        from tenants where tenant_id <> {Guid.Empty} order by tenant_id
        on conflict (tenant_id, lower(name)) do update
        set permissions = excluded.permissions, edition = excluded.edition,
            version = r.version + (r.permissions <> excluded.permissions)::int, update_time = case when r.permissions = excluded.permissions then r.update_time else excluded.update_time end
        where r.is_system and (r.edition < excluded.edition or (r.edition = excluded.edition and r.permissions <> excluded.permissions))
        """);

    /// <summary>A system role of a tenant.</summary>
    internal sealed record LessRow(Guid TenantId, Guid Id);

    /// <summary>How many people of a kind have a role, and the address of the first of them.</summary>
    internal sealed record HoldersRow(string Kind, int Count, string First);

    /// <summary>The same as it is kept.</summary>
    internal sealed record StoredHoldersRow(string Kind, int Count, Guid FirstId, byte[] SealedProfile)
    {
        public HoldersRow Open(IPersonalData personal) => new(Kind, Count, Users.SealedProfile.Open(personal, FirstId, SealedProfile).Email);
    }
}
