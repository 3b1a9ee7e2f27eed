using FactoryFlow.Platform.Data;

namespace FactoryFlow.Production.HeldReports;

/// <summary>Goes on paying what was held where a rate found more of it than its own transaction would take, some of every tenant's.</summary>
internal sealed class ReleaseOnDue(TenantDb db, TimeProvider clock, ILogger<ReleaseOnDue> log) : BackgroundService
{
    private const int TenantsAtOnce = 20, StepsOfEach = 2;
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, clock);
        do
        {
            try
            {
                while (await ReleaseSome(db, log, stoppingToken) > 0)
                {
                }
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                log.LogWarning(e, "Held reports could not be released; trying again in {Interval}", Interval);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    /// <summary>Writes down that more reports are to be released: at once, or in a second where somebody works at all of their jobs.</summary>
    public static void GoOn(TenantTx tx, Guid articleId, string step, bool isBusy = false) => tx.Write($"""
        insert into due_releases (tenant_id, article_id, step, create_time, lease_time)
        values ({tx.TenantId}, {articleId}, {step}, {tx.Now}, {tx.RealNow + (isBusy ? Interval : TimeSpan.Zero)}) on conflict do nothing
        """);

    // Each in a transaction of its own; two processes at once share the work, since the second finds the first one's row gone.
    internal static async Task<int> ReleaseSome(TenantDb db, ILogger log, CancellationToken ct)
    {
        var released = 0;
        var due = await db.Through(Door.Timers, tx => tx.All<Due>($"""
            {DueRows.OfAll(tx, $"due_releases", $"true", $"create_time", $"article_id, step", TenantsAtOnce, StepsOfEach)}
            update due_releases d set lease_time = {Lease.Until(tx, $"d.attempts")}, attempts = d.attempts + 1
            from due where (d.tenant_id, d.article_id, d.step) = (due.tenant_id, due.article_id, due.step)
            returning d.tenant_id, d.article_id, d.step
            """), ct);
        foreach (var (tenant, article, step) in due)
        {
            try
            {
                await db.As(tenant, tx => ReleaseDue(tx, article, step), ct);
                released++;
            }
            catch (Exception e) when (!ct.IsCancellationRequested)
            {
                // What cannot be released must not hold up the others.
                log.LogError(e, "Held reports of step {Step} of article {Article} of tenant {Tenant} could not be released; that is tried again when the lease is over", step, article, tenant);
            }
        }

        return released;
    }

    private static async Task<bool> ReleaseDue(TenantTx tx, Guid article, string step)
    {
        tx.Ask<int>($"select 1 from articles where tenant_id = {tx.TenantId} and id = {article} for no key update");
        var taken = await tx.All<int>($"delete from due_releases where tenant_id = {tx.TenantId} and article_id = {article} and step = {step} returning 1");
        if (taken.Count == 0) return true;
        var (count, areLeft) = await Release.Some(tx, article, step);
        if (areLeft) GoOn(tx, article, step, isBusy: count == 0);
        return true;
    }

    private sealed record Due(Guid TenantId, Guid ArticleId, string Step);
}
