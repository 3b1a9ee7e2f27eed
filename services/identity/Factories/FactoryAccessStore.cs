using FactoryFlow.Platform.Data;

namespace FactoryFlow.Identity.Factories;

/// <summary>What is asked and written about access to factories.</summary>
internal static class FactoryAccessStore
{
    /// <summary>Asks for the factories of users.</summary>
    public static Answer<FactoryAccessRow> Ask(TenantTx tx, Guid[] users) => tx.Ask<FactoryAccessRow>($"""
        select user_id, factory_id, access_level, is_default, create_time
        from user_factories where tenant_id = {tx.TenantId} and user_id = any({users}) order by user_id, factory_id
        """);

    /// <summary>Gives access, or another level of it.</summary>
    public static void Set(TenantTx tx, FactoryAccessRow access) => tx.Write($"""
        insert into user_factories (tenant_id, user_id, factory_id, access_level, is_default, create_time)
        values ({tx.TenantId}, {access.UserId}, {access.FactoryId}, {access.AccessLevel}, {access.IsDefault}, {access.CreateTime})
        on conflict (tenant_id, user_id, factory_id) do update set access_level = excluded.access_level
        """);

    /// <summary>Makes one of a user's factories the one to begin with; none when it is null.</summary>
    public static void Choose(TenantTx tx, Guid user, Guid? factory)
    {
        // First the old one goes: no two may be the default at any moment.
        tx.Write($"update user_factories set is_default = false where tenant_id = {tx.TenantId} and user_id = {user} and is_default");
        if (factory is { } id)
            tx.Write($"update user_factories set is_default = true where tenant_id = {tx.TenantId} and user_id = {user} and factory_id = {id}");
    }

    public static void Remove(TenantTx tx, Guid user, Guid factory) =>
        tx.Write($"delete from user_factories where tenant_id = {tx.TenantId} and user_id = {user} and factory_id = {factory}");

    /// <summary>Takes everybody's access to a factory that is gone.</summary>
    public static void RemoveAll(TenantTx tx, Guid factory) =>
        tx.Write($"delete from user_factories where tenant_id = {tx.TenantId} and factory_id = {factory}");
}
