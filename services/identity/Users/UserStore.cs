using FactoryFlow.Identity.Factories;
using FactoryFlow.Identity.Roles;
using FactoryFlow.Options.V1;
using FactoryFlow.Platform.Data;

namespace FactoryFlow.Identity.Users;

/// <summary>What is asked and written about users and their roles.</summary>
internal static class UserStore
{
    public static async Task<UserRow?> FindByEmail(TenantTx tx, string email) => (await tx.One<StoredUserRow>($"""
        select id, sealed_profile, kind, status, password_hash, language
        from users where tenant_id = {tx.TenantId} and email_hash = {tx.Personal.Fingerprint(email)}
        """))?.Open(tx.Personal);

    public static async Task<UserRow?> Find(TenantTx tx, Guid id) => (await tx.One<StoredUserRow>($"""
        select id, sealed_profile, kind, status, password_hash, language
        from users where tenant_id = {tx.TenantId} and id = {id}
        """))?.Open(tx.Personal);

    /// <summary>Asks whether there is such a user.</summary>
    public static Answer<Guid> AskKnown(TenantTx tx, Guid id) => tx.Ask<Guid>($"select id from users where tenant_id = {tx.TenantId} and id = {id}");

    /// <summary>Queues the questions for what a user may do.</summary>
    public static Grants AskGrants(TenantTx tx, params Guid[] users) => new(
        tx,
        // First of all, since a token with older grants must not carry a newer version.
        tx.Ask<StoredProfileRow>($"""
            select id, sealed_profile, kind, status, vendor_id, grants, denials, version, token_version, create_time, update_time, language
            from users where tenant_id = {tx.TenantId} and id = any({users}) order by id
            """),
        tx.Ask<UserRoleRow>($"""
            select u.user_id, r.id as role_id, r.name, r.permissions
            from user_roles u join roles r on r.tenant_id = u.tenant_id and r.id = u.role_id
            where u.tenant_id = {tx.TenantId} and u.user_id = any({users}) order by r.name
            """),
        FactoryAccessStore.Ask(tx, users));

    /// <summary>Adds a user unless the address is known; answers the id when the user is new, then the id either way.</summary>
    public static (Answer<Guid> New, Answer<Guid> Id) Add(TenantTx tx, string email, string name, Access.Types.Kind kind, string passwordHash)
    {
        var (id, hash) = (tx.NewId(), tx.Personal.Fingerprint(email));
        return (
            tx.Ask<Guid>($"""
                insert into users (tenant_id, id, sealed_profile, email_hash, kind, status, password_hash, create_time, update_time)
                values ({tx.TenantId}, {id}, {SealedProfile.Seal(tx.Personal, id, email, name)}, {hash}, {kind}, 'ACTIVE', {passwordHash}, {tx.Now}, {tx.Now})
                on conflict on constraint users_email_key do nothing returning id
                """),
            tx.Ask<Guid>($"select id from users where tenant_id = {tx.TenantId} and email_hash = {hash}"));
    }

    /// <summary>Adds the first user of a tenant that is new.</summary>
    public static void AddOwner(TenantTx tx, Guid id, string email, string name, string passwordHash) => tx.Write($"""
        insert into users (tenant_id, id, sealed_profile, email_hash, kind, status, password_hash, create_time, update_time)
        values ({tx.TenantId}, {id}, {SealedProfile.Seal(tx.Personal, id, email, name)}, {tx.Personal.Fingerprint(email)}, {Access.Types.Kind.Staff},
                'ACTIVE', {passwordHash}, {tx.Now}, {tx.Now})
        """);

    public static void GiveRole(TenantTx tx, string email, SystemRole role) => tx.Write($"""
        insert into user_roles (tenant_id, user_id, role_id)
        select u.tenant_id, u.id, r.id from users u join roles r on r.tenant_id = u.tenant_id
        where u.tenant_id = {tx.TenantId} and u.email_hash = {tx.Personal.Fingerprint(email)} and r.name = {role.Name}
        on conflict do nothing
        """);

    public static void KeepPassword(TenantTx tx, Guid user, string passwordHash) =>
        tx.Write($"update users set password_hash = {passwordHash} where tenant_id = {tx.TenantId} and id = {user}");

    /// <summary>The hash of the password that the configuration set for somebody last; null when it has set none.</summary>
    public static Task<string?> FindConfigured(TenantTx tx, string email) => tx.One<string?>($"""
        select coalesce(configured_password_hash, password_hash) from users where tenant_id = {tx.TenantId} and email_hash = {tx.Personal.Fingerprint(email)}
        """);

    public static void KeepConfiguredPassword(TenantTx tx, Guid user, string passwordHash) => tx.Write($"""
        update users set password_hash = {passwordHash}, configured_password_hash = {passwordHash} where tenant_id = {tx.TenantId} and id = {user}
        """);

    /// <summary>Keeps another hash of the configured password, and of what somebody signs in with only as long as that is the same one.</summary>
    public static void RenewConfiguredPassword(TenantTx tx, string email, string before, string passwordHash) => tx.Write($"""
        update users set configured_password_hash = {passwordHash}, password_hash = case when password_hash = {before} then {passwordHash} else password_hash end
        where tenant_id = {tx.TenantId} and email_hash = {tx.Personal.Fingerprint(email)} and coalesce(configured_password_hash, password_hash) = {before}
        """);

    /// <summary>Asks for the hash of a user's password; whoever changes it waits for this transaction, or has been waited for.</summary>
    public static Answer<string?> AskPassword(TenantTx tx, Guid user) =>
        tx.Ask<string?>($"select password_hash from users where tenant_id = {tx.TenantId} and id = {user} for no key update");

    /// <summary>
    /// Who changes what people of a tenant may do waits here for whoever does so now: what is decided about one of them depends on what
    /// others hold. Goes before the questions whose answers decide.
    /// </summary>
    public static void TakeTurn(TenantTx tx) => tx.Ask<int>($"select 1 from tenants where tenant_id = {tx.TenantId} for no key update");

    /// <summary>Adds somebody with their roles.</summary>
    /// <exception cref="Platform.Errors.Refusal">USER_EMAIL_TAKEN, at the commit.</exception>
    public static void Add(TenantTx tx, User user, string? passwordHash)
    {
        var profile = user.Profile;
        tx.Write($"""
            insert into users (tenant_id, id, sealed_profile, email_hash, kind, status, password_hash, vendor_id, grants, denials, version, create_time, update_time, language)
            values ({tx.TenantId}, {profile.Id}, {Sealed(tx, profile)}, {tx.Personal.Fingerprint(profile.Email)}, {profile.Kind}, {profile.Status}, {passwordHash},
                    {profile.VendorId}, {profile.Grants}, {profile.Denials}, {profile.Version}, {profile.CreateTime}, {profile.UpdateTime}, {profile.Language})
            """);
        AddRoles(tx, user);
    }

    /// <summary>Says that what hangs on somebody is as it was read no longer.</summary>
    public static void Touch(TenantTx tx, Guid user) => tx.Write($"""
        update users set version = version + 1, update_time = {tx.Now} where tenant_id = {tx.TenantId} and id = {user}
        """);

    /// <summary>Writes which language somebody has chosen.</summary>
    public static void Choose(TenantTx tx, ProfileRow profile) => tx.Write($"""
        update users set language = {profile.Language}, version = {profile.Version}, update_time = {profile.UpdateTime}
        where tenant_id = {tx.TenantId} and id = {profile.Id}
        """);

    /// <summary>Writes what became of somebody, but for their factories.</summary>
    public static void Save(TenantTx tx, User user)
    {
        var profile = user.Profile;
        tx.Write($"""
            update users set sealed_profile = {Sealed(tx, profile)}, email_hash = {tx.Personal.Fingerprint(profile.Email)}, status = {profile.Status}, vendor_id = {profile.VendorId},
                grants = {profile.Grants}, denials = {profile.Denials}, version = {profile.Version}, update_time = {profile.UpdateTime},
                language = {profile.Language}
            where tenant_id = {tx.TenantId} and id = {profile.Id}
            """);
        tx.Write($"""
            delete from user_roles where tenant_id = {tx.TenantId} and user_id = {profile.Id} and role_id <> all({user.Roles.Select(r => r.RoleId).ToArray()})
            """);
        AddRoles(tx, user);
    }

    public static void Delete(TenantTx tx, Guid user) => tx.Write($"delete from users where tenant_id = {tx.TenantId} and id = {user}");

    private static byte[] Sealed(TenantTx tx, ProfileRow profile) => SealedProfile.Seal(tx.Personal, profile.Id, profile.Email, profile.Name);

    private static void AddRoles(TenantTx tx, User user) => tx.Write($"""
        insert into user_roles (tenant_id, user_id, role_id) select {tx.TenantId}, {user.Id}, role from unnest({user.Roles.Select(r => r.RoleId).ToArray()}) as role
        on conflict do nothing
        """);
}
