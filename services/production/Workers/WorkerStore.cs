using FactoryFlow.Platform.Data;

namespace FactoryFlow.Production.Workers;

/// <summary>The statements that look workers up for others, lock and write them.</summary>
internal static class WorkerStore
{
    // Which of the locks that are taken under a tenant's id this is.
    private const long TurnsLock = 1;

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
        select id, code, name, phone, email, user_id, version, archive_time, create_time from workers
        where tenant_id = {tx.TenantId} and id = {id} and delete_time is null for update
        """) ?? throw NotFound(id);

    /// <summary>
    /// Who decides which user a worker of the tenant has waits here for whoever does so now: neither a worker who is being written nor a user
    /// of whom production hears meanwhile is missed. Goes before the questions whose answers decide.
    /// </summary>
    public static void TakeTurn(TenantTx tx) => tx.Ask<int>($"select 1 from pg_advisory_xact_lock(hashtextextended({tx.TenantId.ToString()}, {TurnsLock}))");

    /// <summary>Asks for the workers who have one of these users or, archived ones excepted, one of these addresses, and locks them.</summary>
    public static Answer<WorkerRow> AskLinkable(TenantTx tx, Guid[] users, string[] emails) => tx.Ask<WorkerRow>($"""
        select id, code, name, phone, email, user_id, version, archive_time, create_time from workers
        where tenant_id = {tx.TenantId} and delete_time is null and (user_id = any({users}) or (email = any({emails}) and email <> '' and archive_time is null))
        order by id for update
        """);

    /// <summary>Writes that a locked worker has another user from now on, or none, without anybody having asked for it.</summary>
    public static void Link(TenantTx tx, WorkerRow worker, Guid? user)
    {
        var after = worker with { UserId = user, Version = worker.Version + 1 };
        Save(tx, after);
        tx.Audit(user is null ? "worker.unlinked" : "worker.linked", "worker", worker.Id, Changes.Between(worker.ToAudited(), after.ToAudited()));
    }

    /// <summary>Adds a worker.</summary>
    public static void Add(TenantTx tx, WorkerRow worker) => tx.Write($"""
        insert into workers (tenant_id, id, code, name, phone, email, user_id, create_time)
        values ({tx.TenantId}, {worker.Id}, {worker.Code}, {worker.Name}, {worker.Phone}, {worker.Email}, {worker.UserId}, {worker.CreateTime})
        """);

    /// <summary>Writes what became of a locked worker.</summary>
    public static void Save(TenantTx tx, WorkerRow worker) => tx.Write($"""
        update workers set code = {worker.Code}, name = {worker.Name}, phone = {worker.Phone}, email = {worker.Email}, user_id = {worker.UserId},
            archive_time = {worker.ArchiveTime}, version = {worker.Version}
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
