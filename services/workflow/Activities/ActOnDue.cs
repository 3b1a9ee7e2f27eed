using System.Collections.Concurrent;
using FactoryFlow.Platform.Data;
using FactoryFlow.Platform.Tenants;

namespace FactoryFlow.Workflow.Activities;

/// <summary>
/// Does the activities that are due. Any number of processes share the work: each takes some for itself for a while, and what a process
/// that died had taken is taken again then. A tenant has one turn at a time in a process, so that whoever's calls hang holds up nobody else.
/// </summary>
internal sealed class ActOnDue(TenantDb db, Acting acting, ILogger<ActOnDue> log) : BackgroundService, IDueWork
{
    private const int Tenants = 64, Armful = 8;

    // Longer than a call takes; those of an armful are made at once.
    private static readonly TimeSpan Lease = WebhookCall.Patience + TimeSpan.FromSeconds(30);

    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(1), KeyPause = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<Guid, Task> _turns = new();
    private readonly SemaphoreSlim _more = new(0);
    private CancellationToken _stopping;

    /// <inheritdoc />
    public Answer<DateTimeOffset?> AskNext(TenantTx tx, bool withTaken) => ActivityStore.AskNext(tx, withTaken);

    /// <inheritdoc />
    public async Task DoSome(Guid tenant, CancellationToken ct)
    {
        if (_turns.ContainsKey(tenant)) return;
        var taken = await db.As(tenant, tx => ActivityStore.TakeOwn(tx, Armful, Lease), ct);
        // A call may take longer than whoever moves the clock waits.
        if (taken.Count > 0) await Task.WhenAny(BeginTurn(tenant, taken, _stopping), Task.Delay(LongestWait, ct));
    }

    /// <summary>Takes what is due of tenants that this process is not busy with, and begins to do it.</summary>
    /// <returns>The turns that began.</returns>
    public async Task<IReadOnlyList<Task>> Begin(CancellationToken ct)
    {
        Guid[] busy = [.. _turns.Keys];
        var taken = await db.Through(Door.Timers, tx => ActivityStore.TakeDue(tx, busy, Math.Max(0, Tenants - busy.Length), Armful, Lease), ct);
        return [.. taken.GroupBy(due => due.TenantId).Select(tenant => BeginTurn(tenant.Key, [.. tenant], ct))];
    }

    public override void Dispose()
    {
        base.Dispose();
        _more.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        _stopping = stoppingToken;
        // A tenant that has more to be done does not wait for the next second.
        await Turns.Take("Activities", Begin, _more, log, stoppingToken);
        await Task.WhenAll(_turns.Values);
    }

    private Task BeginTurn(Guid tenant, IReadOnlyList<DueActivity> due, CancellationToken ct)
    {
        var turn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _turns[tenant] = turn.Task;
        _ = Task.Run(async () =>
        {
            await Task.WhenAll(due.Select(one => Do(one, ct)));
            _turns.TryRemove(KeyValuePair.Create(tenant, turn.Task));
            if (due.Count == Armful && !ct.IsCancellationRequested) _more.Release();
            turn.SetResult();
        }, CancellationToken.None);
        return turn.Task;
    }

    // What cannot be done or written down must not hold up the others.
    private async Task Do(DueActivity due, CancellationToken ct)
    {
        try
        {
            await acting.Do(due, ct);
        }
        catch (Exception) when (ct.IsCancellationRequested)
        {
            await GiveBack(due, TimeSpan.Zero);
        }
        catch (OtherKeyException e)
        {
            log.LogWarning("Activity {Number} of workflow instance {Instance} waits for a process that knows the key: {Problem}", due.Number, due.InstanceId, e.Message);
            await GiveBack(due, KeyPause);
        }
        catch (Exception e)
        {
            log.LogError(e, "What became of activity {Number} of workflow instance {Instance} of tenant {Tenant} could not be written down at attempt {Attempt} of {Attempts}; it is taken again when its lease is over", due.Number, due.InstanceId, due.TenantId, due.Takes, DueActivity.MostTakes);
        }
    }

    private async Task GiveBack(DueActivity due, TimeSpan pause)
    {
        try
        {
            await db.Through(Door.Timers, tx =>
            {
                ActivityStore.GiveBack(tx, due, pause);
                return Task.FromResult(true);
            }, CancellationToken.None);
        }
        catch (Exception e)
        {
            log.LogWarning(e, "Activity {Number} of workflow instance {Instance} could not be given back; it is taken again when its lease is over", due.Number, due.InstanceId);
        }
    }
}
