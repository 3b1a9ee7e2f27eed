using FactoryFlow.Platform.Data;
using FactoryFlow.Production.Clients;

namespace FactoryFlow.Production.Workers;

/// <summary>Decides, while a worker is written, which user signs in as them. Behind the turn that the slice has taken: <see cref="WorkerStore.TakeTurn" />.</summary>
internal sealed class UserLinks(StaffClient staff)
{
    /// <summary>Refuses a user whom somebody chose and who is none of the staff.</summary>
    /// <exception cref="Platform.Errors.Refusal">WORKER_USER_NOT_FOUND; UNAVAILABLE when identity does not answer.</exception>
    public Task Require(TenantTx tx, Guid? user, CancellationToken ct) => user is { } chosen ? staff.Require(tx, chosen, ct) : Task.CompletedTask;

    /// <summary>The worker, linked with the user who has their address, where there is one who signs in as nobody else.</summary>
    /// <exception cref="Platform.Errors.Refusal">UNAVAILABLE when identity does not answer.</exception>
    public async Task<WorkerRow> Found(TenantTx tx, WorkerRow worker, CancellationToken ct)
    {
        if (worker.Email.Length == 0 || worker.UserId is not null || worker.ArchiveTime is not null) return worker;
        if (await staff.Find(tx, worker.Email, ct) is not { } user) return worker;
        var others = await tx.All<Guid>($"select id from workers where tenant_id = {tx.TenantId} and user_id = {user} and delete_time is null");
        return others.Count == 0 ? worker with { UserId = user } : worker;
    }
}
