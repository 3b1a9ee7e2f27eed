using FactoryFlow.Platform.Data;

namespace FactoryFlow.Workflow.InstanceMigrations;

/// <summary>
/// Gives instances their turns. Any number of processes share the work: each takes some for itself for a minute, and what a process that died
/// had taken is taken again then. Every instance is a transaction of its own, so that one that was carried already is not carried again.
/// </summary>
internal sealed class MigrateOnDue(TenantDb db, Carrying carrying, ILogger<MigrateOnDue> log) : BackgroundService
{
    private const int Tenants = 16, Armful = 25, SideBySide = 4, Attempts = 3;

    /// <summary>Gives the next instances their turns; those of a tenant one after the other.</summary>
    /// <returns>How many were taken.</returns>
    public async Task<int> MigrateSome(CancellationToken ct)
    {
        var due = await db.Through(Door.Timers, tx => MigrationStore.TakeDue(tx, Tenants, Armful), ct);
        await Parallel.ForEachAsync(due.GroupBy(d => d.TenantId), new ParallelOptions { MaxDegreeOfParallelism = SideBySide, CancellationToken = ct }, async (tenant, _) =>
        {
            foreach (var one in tenant) await Migrate(one, ct);
        });
        return due.Count;
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Turns.TakeAll("Migrations", MigrateSome, log, stoppingToken);

    // What cannot be carried must not hold up the others.
    private async Task Migrate(DueMigration due, CancellationToken ct)
    {
        try
        {
            await db.As(due.TenantId, tx => carrying.Carry(tx, due), ct);
        }
        catch (Exception e) when (!ct.IsCancellationRequested)
        {
            log.LogError(e, "Workflow instance {Instance} of tenant {Tenant} could not be migrated at attempt {Attempt} of {Attempts}", due.InstanceId, due.TenantId, due.Attempts, Attempts);
            if (due.Attempts >= Attempts) await GiveUp(due, ct);
        }
    }

    private async Task GiveUp(DueMigration due, CancellationToken ct)
    {
        try
        {
            await db.As(due.TenantId, tx =>
            {
                MigrationStore.GiveUp(tx, due);
                return Task.FromResult(true);
            }, ct);
        }
        catch (Exception e) when (!ct.IsCancellationRequested)
        {
            log.LogWarning(e, "That workflow instance {Instance} was given up could not be written down; it is tried again when its lease is over", due.InstanceId);
        }
    }
}
