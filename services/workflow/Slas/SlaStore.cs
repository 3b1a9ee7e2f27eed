using FactoryFlow.Platform.Data;

namespace FactoryFlow.Workflow.Slas;

/// <summary>The statements that write and end violations.</summary>
internal static class SlaStore
{
    public static void Add(TenantTx tx, SlaViolationRow v, int visit) => tx.Write($"""
        insert into sla_violations (tenant_id, id, instance_id, definition_id, visit, state, due_time, create_time)
        values ({tx.TenantId}, {v.Id}, {v.InstanceId}, {v.DefinitionId}, {visit}, {v.State}, {v.DueTime}, {v.CreateTime})
        """);

    /// <summary>Asks which stays of an instance were or are too long.</summary>
    public static Answer<int> AskVisits(TenantTx tx, Guid instance) => tx.Ask<int>($"select visit from sla_violations where tenant_id = {tx.TenantId} and instance_id = {instance}");

    /// <summary>Writes down when stays ended that were too long; the others have no row.</summary>
    public static void End(TenantTx tx, Guid instance, int[] visits) => tx.Write($"""
        update sla_violations set end_time = {tx.Now} where tenant_id = {tx.TenantId} and instance_id = {instance} and visit = any({visits}) and end_time is null
        """);
}
