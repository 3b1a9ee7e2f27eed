using FactoryFlow.Platform.Data;

namespace FactoryFlow.Tenancy.Factories;

/// <summary>The statements that lock and write factories.</summary>
internal static class FactoryStore
{
    /// <summary>Locks a factory and reads it; null when there is none.</summary>
    public static Task<FactoryRow?> Lock(TenantTx tx, Guid id) => tx.One<FactoryRow>($"""
        select id, code, name, name_en, name_cn, version, create_time, update_time
        from factories where tenant_id = {tx.TenantId} and id = {id} for update
        """);

    public static void Add(TenantTx tx, FactoryRow factory) => tx.Write($"""
        insert into factories (tenant_id, id, code, name, name_en, name_cn, version, create_time, update_time)
        values ({tx.TenantId}, {factory.Id}, {factory.Code}, {factory.Name}, {factory.NameEn}, {factory.NameCn}, {factory.Version},
                {factory.CreateTime}, {factory.UpdateTime})
        """);

    public static void Save(TenantTx tx, FactoryRow factory) => tx.Write($"""
        update factories set code = {factory.Code}, name = {factory.Name}, name_en = {factory.NameEn}, name_cn = {factory.NameCn},
            version = {factory.Version}, update_time = {factory.UpdateTime}
        where tenant_id = {tx.TenantId} and id = {factory.Id}
        """);

    public static void Delete(TenantTx tx, Guid id) => tx.Write($"delete from factories where tenant_id = {tx.TenantId} and id = {id}");
}
