using FactoryFlow.Ledger.Accounts;
using FactoryFlow.Ledger.Entries;
using FactoryFlow.Platform.Data;

namespace FactoryFlow.Ledger.Corrections;

/// <summary>
/// Books what corrections decided, some hundred lines at a time, so that nobody's account is locked for long, and of every tenant some, so
/// that none waits for another's.
/// </summary>
internal sealed class ApplyOnDue(TenantDb db, TimeProvider clock, ILogger<ApplyOnDue> log) : BackgroundService
{
    private const int TenantsAtOnce = 20, CorrectionsOfEach = 2, LinesAtOnce = 500;
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    /// <summary>Books the next lines of some corrections of every tenant that has any.</summary>
    /// <returns>Whether there is more to do.</returns>
    public static async Task<bool> ApplySome(TenantDb db, ILogger log, CancellationToken ct)
    {
        var more = false;
        var due = await db.Through(Door.Timers, tx => CorrectionStore.TakeDue(tx, TenantsAtOnce, CorrectionsOfEach), ct);
        foreach (var (tenant, id, reason) in due)
        {
            try
            {
                await db.As(tenant, tx => Apply(tx, id, reason), ct);
                more = true;
            }
            catch (Exception e) when (!ct.IsCancellationRequested)
            {
                // What cannot be booked must not hold up the others.
                log.LogError(e, "Correction {Correction} of tenant {Tenant} could not be booked; it is tried again when its lease is over", id, tenant);
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

    // Two processes at once, of which one was too slow for its lease, wait for each other's lines and find them booked.
    private static async Task<bool> Apply(TenantTx tx, Guid id, string reason)
    {
        var due = CorrectionStore.AskDue(tx, id, LinesAtOnce);
        await tx.Flush();
        if (due.Rows.Count == 0)
        {
            CorrectionStore.Applied(tx, id);
            return true;
        }

        var accounts = AccountStore.AskLocked(tx, [.. due.Rows.Select(l => l.WorkerId).Distinct()]);
        // Asked behind the lock: what stands now is what is corrected, or nothing is.
        var wages = CorrectionStore.AskWages(tx, [.. due.Rows.Select(l => l.EntryId)]);
        await tx.Flush();
        var byEntry = wages.Rows.ToDictionary(w => w.EntryId);
        var unchanged = due.Rows.ToLookup(l => byEntry[l.EntryId] is { IsReversed: false } wage && wage.Standing == l.Standing);
        var (bookable, refused) = Bookable.Of(accounts.Rows, unchanged[true].Select(l => Correction.Of(l, byEntry[l.EntryId], id, tx.NewId(), reason)), tx.Now);
        EntryStore.Post(tx, Journal.Book(accounts.Rows, bookable, tx.Now));
        CorrectionStore.End(tx, id, [.. bookable.Select(p => p.CorrectsEntryId!.Value)], "BOOKED");
        CorrectionStore.End(tx, id, [.. unchanged[false].Select(l => l.EntryId)], "SKIPPED");
        foreach (var problem in refused.GroupBy(r => r.Reason, r => r.Posting.CorrectsEntryId!.Value)) CorrectionStore.End(tx, id, [.. problem], "SKIPPED", problem.Key);
        CorrectionStore.GiveBack(tx, id);
        return true;
    }
}
