using System.Text.Json;
using FactoryFlow.Platform.Data;
using FactoryFlow.Workflow.Definitions;

namespace FactoryFlow.Workflow.Triggers;

/// <summary>What is asked and written about the triggers of active versions.</summary>
internal static class TriggerStore
{
    /// <summary>How many of a tenant's triggers may listen to events of one name.</summary>
    public const int Most = 50;

    /// <summary>Asks for those that listen to events of some names.</summary>
    public static Answer<ListeningTrigger> AskListening(TenantTx tx, string[] types) => tx.Ask<ListeningTrigger>($"""
        select event_type, definition_id, definition_version, document from triggers
        where tenant_id = {tx.TenantId} and event_type = any({types}) order by definition_id, id
        """);

    /// <summary>Has the triggers of a version act, in place of those of the version before. The definition is locked.</summary>
    /// <exception cref="Platform.Errors.Refusal">TRIGGERS_TOO_MANY.</exception>
    public static async Task Activate(TenantTx tx, DefinitionRow definition)
    {
        Deactivate(tx, definition.Id);
        var nodes = JsonNodes.Read(JsonElement.Parse(definition.Document), Place.Root).Find("triggers")?.Items ?? [];
        (Trigger Trigger, string Document)[] triggers = [.. nodes.Select(node => (Trigger: DefinitionReader.ReadTrigger(node), Document: JsonNodes.Write(node))).Where(t => t.Trigger is not null)!];
        if (triggers.Length == 0) return;
        foreach (var (trigger, document) in triggers)
            tx.Write($"""
                insert into triggers (tenant_id, definition_id, id, definition_version, event_type, document)
                values ({tx.TenantId}, {definition.Id}, {trigger.Id}, {definition.Version}, {trigger.Event}, {document})
                """);
        tx.Ask<int>($"select 1 from pg_advisory_xact_lock(hashtextextended('triggers', hashtext({tx.TenantId.ToString()})))");
        var full = await tx.One<string>($"""
            select event_type from triggers where tenant_id = {tx.TenantId} and event_type = any({triggers.Select(t => t.Trigger.Event).Distinct().ToArray()})
            group by event_type having count(*) > {Most} order by event_type limit 1
            """);
        if (full is not null) throw Reasons.TriggersTooMany.Refuse($"More than {Most} triggers of active workflows would listen to {full}. Archive one, or let one listen for several.");
    }

    /// <summary>Has no trigger of a definition act any more.</summary>
    public static void Deactivate(TenantTx tx, Guid definition) => tx.Write($"delete from triggers where tenant_id = {tx.TenantId} and definition_id = {definition}");
}

/// <summary>A trigger that listens to an event.</summary>
internal sealed record ListeningTrigger(string EventType, Guid DefinitionId, int DefinitionVersion, string Document);
