using FactoryFlow.Platform.Data;

namespace FactoryFlow.Identity.ApiKeys;

/// <summary>What is asked and written about keys.</summary>
internal static class ApiKeyStore
{
    /// <summary>Asks for a key.</summary>
    public static Answer<ApiKeyRow> Ask(TenantTx tx, Guid id) => tx.Ask<ApiKeyRow>($"""
        select k.id, k.name, k.prefix, k.key_hash, k.permissions, k.factories, k.owner_id, coalesce(u.status = 'ACTIVE', false) as is_owner_active, k.version,
            k.create_time, k.update_time, k.expire_time, k.last_use_time, k.revoke_time
        from api_keys k left join users u on u.tenant_id = k.tenant_id and u.id = k.owner_id
        where k.tenant_id = {tx.TenantId} and k.id = {id}
        """);

    /// <summary>Finds the key that begins like this.</summary>
    public static Task<ApiKeyRow?> Find(TenantTx tx, string prefix) => tx.One<ApiKeyRow>($"""
        select k.id, k.name, k.prefix, k.key_hash, k.permissions, k.factories, k.owner_id, coalesce(u.status = 'ACTIVE', false) as is_owner_active, k.version,
            k.create_time, k.update_time, k.expire_time, k.last_use_time, k.revoke_time
        from api_keys k left join users u on u.tenant_id = k.tenant_id and u.id = k.owner_id
        where k.tenant_id = {tx.TenantId} and k.prefix = {prefix}
        """);

    public static void Add(TenantTx tx, ApiKeyRow key) => tx.Write($"""
        insert into api_keys (tenant_id, id, name, prefix, key_hash, permissions, factories, owner_id, version, create_time, update_time, expire_time)
        values ({tx.TenantId}, {key.Id}, {key.Name}, {key.Prefix}, {key.KeyHash}, {key.Permissions}, {key.Factories}, {key.OwnerId}, {key.Version},
                {key.CreateTime}, {key.UpdateTime}, {key.ExpireTime})
        """);

    public static void Save(TenantTx tx, ApiKeyRow key) => tx.Write($"""
        update api_keys set name = {key.Name}, permissions = {key.Permissions}, factories = {key.Factories}, owner_id = {key.OwnerId}, version = {key.Version},
            update_time = {key.UpdateTime}, expire_time = {key.ExpireTime}, revoke_time = {key.RevokeTime}
        where tenant_id = {tx.TenantId} and id = {key.Id}
        """);

    /// <summary>Writes down that a key was used.</summary>
    public static void Used(TenantTx tx, Guid id) => tx.Write($"update api_keys set last_use_time = {tx.Now} where tenant_id = {tx.TenantId} and id = {id}");

    /// <summary>No key opens a factory that is gone.</summary>
    public static void Forget(TenantTx tx, Guid factory) => tx.Write($"""
        update api_keys set factories = array(select f from unnest(factories) as f where not starts_with(f, {factory.ToString()}))
        where tenant_id = {tx.TenantId} and exists (select from unnest(factories) as f where starts_with(f, {factory.ToString()}))
        """);
}
