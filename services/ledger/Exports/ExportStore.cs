using FactoryFlow.Ledger.Statements;
using FactoryFlow.Platform.Data;

namespace FactoryFlow.Ledger.Exports;

/// <summary>The statements that read the books from end to end, some lines at a time.</summary>
internal static class ExportStore
{
    /// <summary>
    /// How many lines each account has at one moment, of everybody or of one. Lines are numbered without a gap, with the account's row
    /// locked, and never change: the lines up to these numbers are what stood in the books at that moment, whenever they are read.
    /// </summary>
    public static Task<IReadOnlyList<Stretch>> Accounts(TenantTx tx, Guid? workerId) => tx.All<Stretch>($"""
        select worker_id, 0::bigint as after, sequence as last from worker_accounts
        where tenant_id = {tx.TenantId} and ({workerId}::uuid is null or worker_id = {workerId}::uuid) order by worker_id
        """);

    /// <summary>Which of these lines were booked in a range.</summary>
    public static Task<IReadOnlyList<Stretch>> Booked(TenantTx tx, IReadOnlyList<Stretch> accounts, StatementRange range) => tx.All<Stretch>($"""
        select a.worker_id, last_line_before({tx.TenantId}, a.worker_id, a.last, {range.From}) as after, last_line_before({tx.TenantId}, a.worker_id, a.last, {range.To}) as last
        from unnest({accounts.Select(a => a.WorkerId).ToArray()}, {accounts.Select(a => a.Last).ToArray()}) with ordinality as a (worker_id, last, number)
        order by a.number
        """);

    /// <summary>
    /// These lines with their entries; and the lines of the entries on accounts that are nobody's own, each once, where they are asked for.
    /// Each step is a look into an index for the few rows of the step before, whatever the planner believes of tables that grow.
    /// </summary>
    public static Task<IReadOnlyList<ExportRow>> Rows(TenantTx tx, IReadOnlyList<Stretch> page, StatementRange? effective, bool withOthers)
    {
        var range = effective ?? new StatementRange(DateTimeOffset.UnixEpoch, AsOf.Latest);
        return tx.All<ExportRow>($"""
            select l.account, l.worker_id, l.currency, l.amount, l.balance_after, l.sequence,
                   e.id as entry_id, e.type, e.effective_time, e.booked_time, e.description, e.details::text, e.period, e.corrects_entry_id, l.transaction_currency, l.transaction_amount
            from unnest({page.Select(s => s.WorkerId).ToArray()}, {page.Select(s => s.After).ToArray()}, {page.Select(s => s.Last).ToArray()})
                with ordinality as s (worker_id, after, last, number)
            cross join lateral (
                select entry_id, number, sequence from lines
                where tenant_id = {tx.TenantId} and worker_id = s.worker_id and sequence > s.after and sequence <= s.last offset 0) w
            cross join lateral (
                select id, type, effective_time, booked_time, description, details, period, corrects_entry_id from entries
                where tenant_id = {tx.TenantId} and id = w.entry_id and ({effective is null} or (effective_time >= {range.From} and effective_time < {range.To})) offset 0) e
            cross join lateral (
                select account, worker_id, currency, amount, balance_after, sequence, number, transaction_currency, transaction_amount, min(number) filter (where worker_id is not null) over () as first
                from lines where tenant_id = {tx.TenantId} and entry_id = w.entry_id offset 0) l
            where l.number = w.number or ({withOthers} and l.worker_id is null and l.first = w.number)
            order by s.number, w.sequence, l.number
            """);
    }
}
