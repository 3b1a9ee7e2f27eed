using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace FactoryFlow.Platform.Data;

/// <summary>Rows that a service forgets once nobody needs them any more.</summary>
/// <param name="What">What they are, for the log.</param>
/// <param name="Delete">
/// Deletes at most so many, of any tenant's, and asks how many those were. What somebody holds is skipped: it is there the next time.
/// </param>
public sealed record Swept(string What, Func<TenantTx, int, Answer<int>> Delete)
{
    // An answer that was kept for a month is asked for again by nobody, and may hold what is personal. Where money moves or work is recorded,
    // it is kept for ever: the same key would do it a second time.
    private static readonly TimeSpan KeyLifetime = TimeSpan.FromDays(30);

    // Back in its queue and not failed again for a month: it took effect.
    private static readonly TimeSpan RetriedLifetime = TimeSpan.FromDays(30);

    /// <summary>Answers to idempotency keys, which every service keeps.</summary>
    internal static readonly Swept IdempotencyKeys = new("answers to idempotency keys", static (tx, most) => tx.Ask<int>($"""
        with gone as (
            delete from idempotency_keys where (tenant_id, key) in (
                select tenant_id, key from idempotency_keys where not is_kept and create_time <= {tx.Now - KeyLifetime} order by create_time limit {most} for update skip locked)
            returning 1)
        select count(*)::int from gone
        """));

    /// <summary>Facts that were set aside and then retried.</summary>
    internal static readonly Swept RetriedFacts = new("facts that were retried", static (tx, most) => tx.Ask<int>($"""
        with gone as (
            delete from undeliverable_facts where (tenant_id, id) in (
                select tenant_id, id from undeliverable_facts where state = 'RETRIED' and settle_time <= {tx.Now - RetriedLifetime}
                order by settle_time limit {most} for update skip locked)
            returning 1)
        select count(*)::int from gone
        """));
}

/// <summary>Deletes, every few minutes and in small batches, what has expired: all that is temporary stands in one table.</summary>
public sealed class Sweep(TenantDb db, IEnumerable<Swept> table, TimeProvider clock, ILogger<Sweep> log) : BackgroundService
{
    private const int Batch = 500;
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(5);

    /// <summary>Deletes all that has expired by now; what cannot be deleted is left and logged, and holds up nothing else.</summary>
    public async Task Round(CancellationToken ct)
    {
        foreach (var (what, delete) in table)
        {
            try
            {
                while (await db.Through(Door.Timers, tx => Some(tx, delete), ct) == Batch)
                {
                }
            }
            catch (Exception e) when (!ct.IsCancellationRequested)
            {
                log.LogWarning(e, "Expired {What} could not be swept; trying again in {Interval}", what, Interval);
            }
        }
    }

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, clock);
        do await Round(stoppingToken);
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private static async Task<int> Some(TenantTx tx, Func<TenantTx, int, Answer<int>> delete)
    {
        var deleted = delete(tx, Batch);
        await tx.Flush();
        return deleted.First;
    }
}
