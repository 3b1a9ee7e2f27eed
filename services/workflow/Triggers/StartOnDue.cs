using FactoryFlow.Platform.Data;
using FactoryFlow.Platform.Tenants;

namespace FactoryFlow.Workflow.Triggers;

/// <summary>
/// Starts what is due. Any number of processes share the work: each takes some for itself for a minute, and what a process that died had
/// taken is taken again then.
/// </summary>
internal sealed class StartOnDue(TenantDb db, Starting starting, ILogger<StartOnDue> log) : BackgroundService, IDueWork
{
    private const int Tenants = 16, OfEach = 16, SideBySide = 4;

    /// <inheritdoc />
    public Answer<DateTimeOffset?> AskNext(TenantTx tx, bool withTaken) => TriggerRunStore.AskNext(tx, withTaken);

    /// <inheritdoc />
    public async Task DoSome(Guid tenant, CancellationToken ct) => await Start(await db.As(tenant, tx => TriggerRunStore.TakeOwn(tx, SideBySide), ct), CancellationToken.None);

    /// <summary>Starts the next that are due.</summary>
    /// <returns>How many were taken.</returns>
    public async Task<int> StartSome(CancellationToken ct)
    {
        var due = await db.Through(Door.Timers, tx => TriggerRunStore.TakeDue(tx, Tenants, OfEach), ct);
        await Start(due, ct);
        return due.Count;
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Turns.TakeAll("What triggers asked for", StartSome, log, stoppingToken);

    private Task Start(IReadOnlyList<DueRun> due, CancellationToken ct) => Parallel.ForEachAsync(due, new ParallelOptions { MaxDegreeOfParallelism = SideBySide, CancellationToken = ct }, async (run, _) =>
    {
        try
        {
            await starting.Start(run, ct);
        }
        catch (Exception e) when (!ct.IsCancellationRequested)
        {
            // What cannot be started must not hold up the others.
            log.LogError(e, "What a trigger of workflow definition {Definition} of tenant {Tenant} asked for could not be started; trying again in a minute", run.DefinitionId, run.TenantId);
        }
    });
}
