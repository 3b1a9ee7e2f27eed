using FactoryFlow.Platform.Data;

namespace FactoryFlow.Production.Workers;

/// <summary>The statements that look workers up for others and write them.</summary>
internal static class WorkerStore
{
    /// <summary>Asks which of these workers there are.</summary>
    public static Answer<Guid> AskKnown(TenantTx tx, Guid[] ids) =>
        tx.Ask<Guid>($"select id from workers where tenant_id = {tx.TenantId} and id = any({ids})");

    /// <summary>Adds a worker.</summary>
    public static void Add(TenantTx tx, WorkerRow worker) => tx.Write($"""
        insert into workers (tenant_id, id, code, name, phone, create_time)
        values ({tx.TenantId}, {worker.Id}, {worker.Code}, {worker.Name}, {worker.Phone}, {tx.Now})
        """);
}
