using FactoryFlow.Platform.Data;
using FactoryFlow.Platform.Tenants;

namespace FactoryFlow.Workflow.Timers;

/// <summary>
/// Fires what is due, in the order in which it became due. Any number of processes share the work: each takes some timers for itself for a
/// minute, and what a process that died had taken is taken again then.
/// </summary>
internal sealed class FireOnDue(TenantDb db, Firing firing, ILogger<FireOnDue> log) : BackgroundService, IDueWork
{
    private const int TimersAtOnce = 200, SideBySide = 4;

    /// <inheritdoc />
    public Answer<DateTimeOffset?> AskNext(TenantTx tx, bool withTaken) => TimerStore.AskNext(tx, withTaken);

    /// <inheritdoc />
    public async Task DoSome(Guid tenant, CancellationToken ct) => await Fire(await db.As(tenant, tx => TimerStore.TakeOwn(tx, SideBySide), ct), CancellationToken.None);

    /// <summary>Fires the next timers that are due.</summary>
    /// <returns>How many were taken.</returns>
    public async Task<int> FireSome(CancellationToken ct)
    {
        var due = await db.Through(Door.Timers, tx => TimerStore.TakeDue(tx, TimersAtOnce), ct);
        await Fire(due, ct);
        return due.Count;
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Turns.TakeAll("Timers", FireSome, log, stoppingToken);

    private Task Fire(IReadOnlyList<TimerRow> due, CancellationToken ct) => Parallel.ForEachAsync(due, new ParallelOptions { MaxDegreeOfParallelism = SideBySide, CancellationToken = ct }, async (timer, _) =>
    {
        try
        {
            await db.As(timer.TenantId, tx => firing.Fire(tx, timer), ct);
        }
        catch (Exception e) when (!ct.IsCancellationRequested)
        {
            // What cannot be fired must not hold up the others.
            log.LogError(e, "A timer of workflow instance {Instance} of tenant {Tenant} could not be fired; trying again in a minute", timer.InstanceId, timer.TenantId);
        }
    });
}
