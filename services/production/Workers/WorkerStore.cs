using FactoryFlow.Platform.Data;

namespace FactoryFlow.Production.Workers;

/// <summary>The statements that look workers up for others, lock and write them.</summary>
internal static class WorkerStore
{
    /// <summary>Asks which of these workers there are; none of them is deleted meanwhile.</summary>
    public static Answer<KnownWorker> AskKnown(TenantTx tx, Guid[] ids) => tx.Ask<KnownWorker>($"""
        select id, archive_time is not null as is_archived from workers
        where tenant_id = {tx.TenantId} and id = any({ids}) and delete_time is null order by id for key share
        """);

    /// <summary>Asks for workers by their codes or ids; none of them is deleted meanwhile.</summary>
    public static Answer<NamedWorker> AskNamed(TenantTx tx, string[] names) => tx.Ask<NamedWorker>($"""
        select id, code from workers
        where tenant_id = {tx.TenantId} and (code = any({names}) or id = any({names.Select(n => Guid.TryParseExact(n, "D", out var id) ? id : Guid.Empty).ToArray()}))
            and delete_time is null order by id for key share
        """);

    /// <summary>Locks a worker, who is given nothing to do meanwhile, and reads them.</summary>
    /// <exception cref="Platform.Errors.Refusal">WORKER_NOT_FOUND.</exception>
    public static async Task<WorkerRow> Lock(TenantTx tx, Guid id) => await tx.One<WorkerRow>($"""
        select id, code, name, phone, user_id, version, archive_time, create_time from workers
        where tenant_id = {tx.TenantId} and id = {id} and delete_time is null for update
        """) ?? throw NotFound(id);

    /// <summary>Adds a worker.</summary>
    public static void Add(TenantTx tx, WorkerRow worker) => tx.Write($"""
        insert into workers (tenant_id, id, code, name, phone, user_id, create_time)
        values ({tx.TenantId}, {worker.Id}, {worker.Code}, {worker.Name}, {worker.Phone}, {worker.UserId}, {worker.CreateTime})
        """);

    /// <summary>Writes what became of a locked worker.</summary>
    public static void Save(TenantTx tx, WorkerRow worker) => tx.Write($"""
        update workers set code = {worker.Code}, name = {worker.Name}, phone = {worker.Phone}, user_id = {worker.UserId}, archive_time = {worker.ArchiveTime}, version = {worker.Version}
        where tenant_id = {tx.TenantId} and id = {worker.Id}
        """);

    public static Platform.Errors.Refusal NotFound(Guid id) => Reasons.WorkerNotFound.Refuse($"There is no worker {id}.");

    public static Platform.Errors.Refusal NotFound(Guid id, string field) => Reasons.WorkerNotFound.Refuse($"There is no worker {id}.", field);
}

/// <summary>A worker whom somebody names.</summary>
internal sealed record KnownWorker(Guid Id, bool IsArchived)
{
    /// <summary>Refuses to give work to somebody who is not there, or not any more.</summary>
    /// <exception cref="Platform.Errors.Refusal">WORKER_NOT_FOUND, WORKER_ARCHIVED.</exception>
    public static void Require(IReadOnlyList<KnownWorker> known, Guid id, string field)
    {
        if (known.FirstOrDefault(w => w.Id == id) is not { } worker) throw WorkerStore.NotFound(id, field);
        if (worker.IsArchived) throw Reasons.WorkerArchived.Refuse($"Worker {id} is archived and is given no new work.", field);
    }
}

/// <summary>A worker whom somebody names by their code or their id.</summary>
internal sealed record NamedWorker(Guid Id, string Code)
{
    /// <summary>Whether that is their code or their id.</summary>
    public bool IsCalled(string codeOrId) => Code == codeOrId || Id.ToString().Equals(codeOrId, StringComparison.OrdinalIgnoreCase);
}
