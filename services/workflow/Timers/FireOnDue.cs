using FactoryFlow.Platform.Data;
using FactoryFlow.Platform.Tenants;

namespace FactoryFlow.Workflow.Timers;

/// <summary>
/// Fires what is due, of every tenant some and each tenant's in the order in which it became due. Any number of processes share the work: each
/// takes some timers for itself for a while, and what a process that died had taken is taken again then. What cannot be fired rests, longer
/// each time, and is given up at last.
/// </summary>
internal sealed class FireOnDue(TenantDb db, Firing firing, ILogger<FireOnDue> log) : BackgroundService, IDueWork
{
    private const int Tenants = 64, OfEach = 16, SideBySide = 4;

    /// <inheritdoc />
    public Answer<DateTimeOffset?> AskNext(TenantTx tx, bool withTaken) => TimerStore.AskNext(tx, withTaken);

    /// <inheritdoc />
    public async Task DoSome(Guid tenant, CancellationToken ct) => await Fire(await db.As(tenant, tx => TimerStore.TakeOwn(tx, SideBySide), ct), CancellationToken.None);

    /// <summary>Fires the next timers that are due.</summary>
    /// <returns>How many were taken.</returns>
    public async Task<int> FireSome(CancellationToken ct)
    {
        var due = await db.Through(Door.Timers, tx => TimerStore.TakeDue(tx, Tenants, OfEach), ct);
        await Fire(due, ct);
        return due.Count;
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Turns.TakeAll("Timers", FireSome, log, stoppingToken);

    private Task Fire(IReadOnlyList<TimerRow> due, CancellationToken ct) => Parallel.ForEachAsync(due, new ParallelOptions { MaxDegreeOfParallelism = SideBySide, CancellationToken = ct }, async (timer, _) =>
    {
        try
        {
            // The attempt behind the last one finds a timer that failed each time, or whose processes died with it in hand.
            await db.As(timer.TenantId, tx => timer.Attempts > TimerRow.MostAttempts ? firing.GiveUp(tx, timer) : firing.Fire(tx, timer), ct);
        }
        catch (Exception e) when (!ct.IsCancellationRequested)
        {
            // What cannot be fired must not hold up the others.
            log.LogError(e, "A timer of workflow instance {Instance} of tenant {Tenant} could not be fired at attempt {Attempt} of {Attempts}; it is taken again when its lease is over", timer.InstanceId, timer.TenantId, timer.Attempts, TimerRow.MostAttempts);
        }
    });
}
