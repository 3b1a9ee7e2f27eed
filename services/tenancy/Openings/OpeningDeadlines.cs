using FactoryFlow.Events.Tenancy;
using FactoryFlow.Platform.Data;

namespace FactoryFlow.Tenancy.Openings;

/// <summary>Tells the saga of each opening that is overdue; the saga decides, since the owner may be there at this very moment.</summary>
internal sealed class OpeningDeadlines(TenantDb db, TimeProvider clock, ILogger<OpeningDeadlines> log) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    // Should the word be lost on the way, it is said again.
    private static readonly TimeSpan Again = TimeSpan.FromMinutes(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, clock);
        do
        {
            try
            {
                foreach (var tenant in await db.Through(Door.Timers, Overdue, stoppingToken)) await db.As(tenant, Tell, stoppingToken);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                log.LogWarning(e, "Overdue openings could not be looked for; trying again in {Interval}", Interval);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private static Task<IReadOnlyList<Guid>> Overdue(TenantTx tx) =>
        tx.All<Guid>($"select tenant_id from tenants where deadline_time <= {tx.Now} order by deadline_time limit 100");

    private static async Task<bool> Tell(TenantTx tx)
    {
        var overdue = await tx.All<int>($"""
            update tenants set deadline_time = {tx.Now + Again} where tenant_id = {tx.TenantId} and deadline_time <= {tx.Now} returning 1
            """);
        if (overdue.Count > 0) tx.Publish(new OpeningOverdue { EventId = tx.NewId(), TenantId = tx.TenantId, OccurredAt = tx.Now });
        return true;
    }
}
