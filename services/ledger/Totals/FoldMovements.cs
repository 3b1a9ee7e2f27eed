using FactoryFlow.Platform.Data;

namespace FactoryFlow.Ledger.Totals;

/// <summary>
/// Adds up what postings moved into each account's totals, every few seconds, so that a trial balance reads few rows however
/// many lines there are. What it has not come to yet is read beside the totals, so nothing depends on when it runs.
/// </summary>
internal sealed class FoldMovements(TenantDb db, TimeProvider clock, ILogger<FoldMovements> log) : BackgroundService
{
    private const int MostAtOnce = 5000;
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    /// <summary>Adds up some of what there is, of any tenant.</summary>
    /// <returns>How many rows there were.</returns>
    public static Task<long> Fold(TenantDb db, CancellationToken ct) => db.Through(Door.Timers, async tx =>
        // One instance at a time: two would wait for each other's totals.
        await tx.One<bool>($"select pg_try_advisory_xact_lock(hashtext('fold-movements'))")
            ? await tx.One<long>($"""
                with taken as (
                    delete from account_movements m using (select tenant_id, id from account_movements order by tenant_id, id limit {MostAtOnce}) o
                    where m.tenant_id = o.tenant_id and m.id = o.id
                    returning m.*
                ), added as (
                    insert into account_totals as t (tenant_id, basis, span, start, account, currency, transaction_currency, amount, transaction_amount)
                    select m.tenant_id, b.basis, s.span, date_trunc(s.span, b.minute, 'UTC'), m.account, m.currency, m.transaction_currency, sum(m.amount), sum(m.transaction_amount)
                    from taken m cross join lateral (values ('EFFECTIVE', m.effective_minute), ('BOOKED', m.booked_minute)) as b (basis, minute)
                    cross join (values ('month'), ('day'), ('hour'), ('minute')) as s (span)
                    group by 1, 2, 3, 4, 5, 6, 7
                    on conflict (tenant_id, basis, span, start, account, currency, transaction_currency)
                    do update set amount = t.amount + excluded.amount, transaction_amount = t.transaction_amount + excluded.transaction_amount
                )
                select count(*) from taken
                """)
            : 0, ct);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken)) await FoldAll(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
        }
    }

    private async Task FoldAll(CancellationToken ct)
    {
        try
        {
            while (await Fold(db, ct) == MostAtOnce)
            {
            }
        }
        catch (Exception e) when (!ct.IsCancellationRequested)
        {
            log.LogWarning(e, "Totals could not be added up; trying again in {Interval}", Interval);
        }
    }
}
