using FactoryFlow.Ledger.Entries;
using FactoryFlow.Platform.Data;

namespace FactoryFlow.Ledger.Totals;

/// <summary>The statements that keep the totals from which balances at any time are read.</summary>
internal static class TotalStore
{
    /// <summary>After how many lines of a worker these are added to the worker's totals.</summary>
    public const int LinesPerFold = 128;

    /// <summary>Writes down what a journal moved; and adds the workers' lines to their totals where enough have come together.</summary>
    public static void Add(TenantTx tx, Journal journal)
    {
        var movements = journal.Movements().ToList();
        tx.Write($"""
            insert into account_movements (tenant_id, account, currency, effective_minute, booked_minute, amount, transaction_currency, transaction_amount)
            select {tx.TenantId}, m.*
            from unnest({movements.ConvertAll(m => m.Account).ToArray()}, {movements.ConvertAll(m => m.Currency).ToArray()}, {movements.ConvertAll(m => m.EffectiveMinute).ToArray()},
                        {movements.ConvertAll(m => m.BookedMinute).ToArray()}, {movements.ConvertAll(m => m.Amount).ToArray()}, {movements.ConvertAll(m => m.TransactionCurrency).ToArray()},
                        {movements.ConvertAll(m => m.TransactionAmount).ToArray()}) as m
            """);
        var full = journal.Accounts.Where(a => Folded(a.SequenceBefore) < Folded(a.Account.Sequence)).ToList();
        if (full.Count > 0) Fold(tx, full);
    }

    /// <summary>Up to which line an account with that many is in the worker's totals.</summary>
    public static long Folded(long sequence) => sequence - (sequence % LinesPerFold);

    private static void Fold(TenantTx tx, List<BookedAccount> accounts) =>
        tx.Write($"""
            insert into worker_totals as t (tenant_id, worker_id, span, start, amount)
            select {tx.TenantId}, l.worker_id, s.span, date_trunc(s.span, l.effective_time, 'UTC'), sum(l.amount)
            from unnest({accounts.ConvertAll(a => a.Account.WorkerId).ToArray()}, {accounts.ConvertAll(a => Folded(a.SequenceBefore)).ToArray()},
                        {accounts.ConvertAll(a => Folded(a.Account.Sequence)).ToArray()}) as f (worker_id, from_sequence, to_sequence)
            join lines l on l.tenant_id = {tx.TenantId} and l.worker_id = f.worker_id and l.sequence > f.from_sequence and l.sequence <= f.to_sequence
            cross join (values ('month'), ('day')) as s (span)
            group by 2, 3, 4
            on conflict (tenant_id, worker_id, span, start) do update set amount = t.amount + excluded.amount
            """);
}
