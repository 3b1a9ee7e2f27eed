using FactoryFlow.Platform.Data;
using static FactoryFlow.Workflow.V1.Definition.Types;

namespace FactoryFlow.Workflow.Definitions;

/// <summary>The statements that show, lock and write definitions and their versions.</summary>
internal static class DefinitionStore
{
    /// <summary>Asks for a definition in a version; the newest when that is 0.</summary>
    public static Answer<DefinitionRow> Ask(TenantTx tx, Guid id, int version) => tx.Ask<DefinitionRow>($"""
        select d.id, d.name, d.latest_version, d.active_version, v.version, v.status, v.document, v.create_time, v.publish_time
        from definitions d join definition_versions v
            on v.tenant_id = d.tenant_id and v.definition_id = d.id and v.version = case when {version} = 0 then d.latest_version else {version} end
        where d.tenant_id = {tx.TenantId} and d.id = {id}
        """);

    /// <summary>Locks a definition, whose versions nobody else adds or publishes meanwhile, and reads its newest version.</summary>
    /// <exception cref="Platform.Errors.Refusal">DEFINITION_NOT_FOUND.</exception>
    public static async Task<DefinitionRow> Lock(TenantTx tx, Guid id)
    {
        tx.Ask<int>($"select 1 from definitions where tenant_id = {tx.TenantId} and id = {id} for no key update");
        var definition = Ask(tx, id, 0);
        await tx.Flush();
        return definition.First ?? throw NotFound(id);
    }

    /// <summary>Adds a definition with its first version.</summary>
    public static void Add(TenantTx tx, DefinitionRow definition)
    {
        tx.Write($"""
            insert into definitions (tenant_id, id, name, latest_version, create_time)
            values ({tx.TenantId}, {definition.Id}, {definition.Name}, {definition.LatestVersion}, {definition.CreateTime})
            """);
        AddVersion(tx, definition);
    }

    /// <summary>Adds a version.</summary>
    public static void AddVersion(TenantTx tx, DefinitionRow definition) => tx.Write($"""
        insert into definition_versions (tenant_id, definition_id, version, status, document, create_time)
        values ({tx.TenantId}, {definition.Id}, {definition.Version}, {definition.Status}, {definition.Document}, {definition.CreateTime})
        """);

    /// <summary>Writes what became of a locked definition.</summary>
    public static void Save(TenantTx tx, DefinitionRow definition) => tx.Write($"""
        update definitions set name = {definition.Name}, latest_version = {definition.LatestVersion}, active_version = {definition.ActiveVersion}
        where tenant_id = {tx.TenantId} and id = {definition.Id}
        """);

    /// <summary>Writes the status of a version.</summary>
    public static void SaveStatus(TenantTx tx, Guid id, int version, Status status, DateTimeOffset? publishTime) => tx.Write($"""
        update definition_versions set status = {status}, publish_time = coalesce(publish_time, {publishTime})
        where tenant_id = {tx.TenantId} and definition_id = {id} and version = {version}
        """);

    public static Platform.Errors.Refusal NotFound(Guid id, int version = 0) =>
        Reasons.DefinitionNotFound.Refuse(version == 0 ? $"There is no workflow definition {id}." : $"There is no version {version} of a workflow definition {id}.", "definition_id");
}
