using FactoryFlow.Ledger.Accounts;
using FactoryFlow.Ledger.Entries;
using FactoryFlow.Platform.Data;

namespace FactoryFlow.Ledger.Corrections;

/// <summary>Books what corrections decided, some hundred lines at a time, so that nobody's account is locked for long.</summary>
internal sealed class ApplyOnDue(TenantDb db, TimeProvider clock, ILogger<ApplyOnDue> log) : BackgroundService
{
    private const int CorrectionsAtOnce = 20, LinesAtOnce = 500;
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    /// <summary>Books the next lines of every correction that is due.</summary>
    /// <returns>Whether there is more to do.</returns>
    public static async Task<bool> ApplySome(TenantDb db, ILogger log, CancellationToken ct)
    {
        var more = false;
        var due = await db.Through(Door.Timers, tx => tx.All<Due>($"select tenant_id, id, reason from rate_corrections where apply_time is null order by create_time limit {CorrectionsAtOnce}"), ct);
        foreach (var (tenant, id, reason) in due)
        {
            try
            {
                more |= await db.As(tenant, tx => Apply(tx, id, reason), ct);
            }
            catch (Exception e) when (!ct.IsCancellationRequested)
            {
                // What cannot be booked must not hold up the others.
                log.LogError(e, "Correction {Correction} of tenant {Tenant} could not be booked; trying again", id, tenant);
            }
        }

        return more;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, clock);
        do
        {
            try
            {
                while (await ApplySome(db, log, stoppingToken))
                {
                }
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                log.LogWarning(e, "Corrections could not be booked; trying again in {Interval}", Interval);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    // Answers whether lines are left. Two processes at once wait for each other's lines and find them booked.
    private static async Task<bool> Apply(TenantTx tx, Guid id, string reason)
    {
        var due = CorrectionStore.AskDue(tx, id, LinesAtOnce);
        await tx.Flush();
        if (due.Rows.Count == 0)
        {
            tx.Write($"update rate_corrections set apply_time = {tx.Now} where tenant_id = {tx.TenantId} and id = {id} and apply_time is null");
            return false;
        }

        var accounts = AccountStore.AskLocked(tx, [.. due.Rows.Select(l => l.WorkerId).Distinct()]);
        // Asked behind the lock: what stands now is what is corrected, or nothing is.
        var wages = CorrectionStore.AskWages(tx, [.. due.Rows.Select(l => l.EntryId)]);
        await tx.Flush();
        var byEntry = wages.Rows.ToDictionary(w => w.EntryId);
        var unchanged = due.Rows.ToLookup(l => byEntry[l.EntryId] is { IsReversed: false } wage && wage.Standing == l.Standing);
        EntryStore.Post(tx, Journal.Book(accounts.Rows, unchanged[true].Select(l => Correction.Of(l, byEntry[l.EntryId], id, tx.NewId(), reason)), tx.Now));
        CorrectionStore.End(tx, id, [.. unchanged[true].Select(l => l.EntryId)], "BOOKED");
        CorrectionStore.End(tx, id, [.. unchanged[false].Select(l => l.EntryId)], "SKIPPED");
        return true;
    }

    private sealed record Due(Guid TenantId, Guid Id, string Reason);
}
