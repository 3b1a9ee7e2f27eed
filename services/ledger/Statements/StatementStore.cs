using FactoryFlow.Ledger.Totals;
using FactoryFlow.Platform.Data;

namespace FactoryFlow.Ledger.Statements;

/// <summary>The statements that read accounts as they stood; each reads as much of ten lines as of ten million.</summary>
internal static class StatementStore
{
    /// <summary>Asks what a worker's account came to by what was booked up to a time: what the last line until then left.</summary>
    public static Answer<BalanceRow> AskBooked(TenantTx tx, Guid workerId, AsOf asOf) => tx.Ask<BalanceRow>(Booked(tx, workerId, asOf));

    /// <summary>The question of <see cref="AskBooked" />.</summary>
    public static Sql Booked(TenantTx tx, Guid workerId, AsOf asOf) => $"""
        select a.currency, coalesce(l.balance_after, 0) as balance
        from worker_accounts a cross join lateral (select last_line_before(a.tenant_id, a.worker_id, a.sequence, {asOf.End}) as sequence offset 0) s
        left join lines l on l.tenant_id = a.tenant_id and l.worker_id = a.worker_id and l.sequence = s.sequence
        where a.tenant_id = {tx.TenantId} and a.worker_id = {workerId}
        """;

    /// <summary>Asks what a worker's account comes to by what had happened up to a time: whole months and days, and the lines that are not added up.</summary>
    public static Answer<BalanceRow> AskEffective(TenantTx tx, Guid workerId, AsOf asOf) => tx.Ask<BalanceRow>(Effective(tx, workerId, asOf));

    /// <summary>The question of <see cref="AskEffective" />.</summary>
    public static Sql Effective(TenantTx tx, Guid workerId, AsOf asOf) => $"""
        select a.currency, (
            select coalesce(sum(amount), 0) from (
                select amount from worker_totals where tenant_id = a.tenant_id and worker_id = a.worker_id and span = 'month' and start < {asOf.Starts.Month}
                union all
                select amount from worker_totals
                where tenant_id = a.tenant_id and worker_id = a.worker_id and span = 'day' and start >= {asOf.Starts.Month} and start < {asOf.Starts.Day}
                union all
                select amount from lines
                where tenant_id = a.tenant_id and worker_id = a.worker_id and effective_day = ({asOf.Starts.Day} at time zone 'UTC')::date
                and effective_time < {asOf.End} and sequence <= a.sequence - a.sequence % {TotalStore.LinesPerFold}
                union all
                select amount from lines
                where tenant_id = a.tenant_id and worker_id = a.worker_id and effective_time < {asOf.End} and sequence > a.sequence - a.sequence % {TotalStore.LinesPerFold}) t) as balance
        from worker_accounts a where a.tenant_id = {tx.TenantId} and a.worker_id = {workerId}
        """;

    /// <summary>Asks which lines of a worker were booked in a range.</summary>
    public static Answer<LineRange> AskLines(TenantTx tx, Guid workerId, StatementRange range) => tx.Ask<LineRange>($"""
        select last_line_before(tenant_id, worker_id, sequence, {range.From}) as after, last_line_before(tenant_id, worker_id, sequence, {range.To}) as last
        from worker_accounts where tenant_id = {tx.TenantId} and worker_id = {workerId}
        """);

    /// <summary>Asks for lines of a worker with their entries, newest first, before one.</summary>
    public static Answer<StatementEntryRow> AskEntries(TenantTx tx, Guid workerId, LineRange lines, long before, int limit) => tx.Ask<StatementEntryRow>($"""
        select e.id, e.type, l.amount, l.balance_after, l.sequence, e.effective_time, e.booked_time, e.description, e.details::text, e.period, l.transaction_currency, l.transaction_amount
        from lines l join entries e on e.tenant_id = l.tenant_id and e.id = l.entry_id
        where l.tenant_id = {tx.TenantId} and l.worker_id = {workerId} and l.sequence > {lines.After} and l.sequence <= {lines.Last} and l.sequence < {before}
        order by l.sequence desc limit {limit}
        """);

    /// <summary>Asks for the balance that a line of a worker left; no row where there is no such line.</summary>
    public static Answer<decimal> AskLeft(TenantTx tx, Guid workerId, long sequence) => tx.Ask<decimal>($"""
        select balance_after from lines where tenant_id = {tx.TenantId} and worker_id = {workerId} and sequence = {sequence}
        """);

    /// <summary>What every account comes to now.</summary>
    public static Task<IReadOnlyList<AccountTotalRow>> Totals(TenantTx tx) => tx.All<AccountTotalRow>($"""
        select account, currency, transaction_currency, sum(amount) as total, sum(transaction_amount) as transaction_total from (
            select account, currency, transaction_currency, amount, transaction_amount from account_totals where tenant_id = {tx.TenantId} and basis = 'BOOKED' and span = 'month'
            union all select account, currency, transaction_currency, amount, transaction_amount from account_movements where tenant_id = {tx.TenantId}) t
        group by account, currency, transaction_currency order by currency, account, transaction_currency
        """);

    /// <summary>What every account came to by what was booked up to a time.</summary>
    public static Task<IReadOnlyList<AccountTotalRow>> BookedTotals(TenantTx tx, AsOf asOf) => tx.All<AccountTotalRow>($"""
        select account, currency, transaction_currency, sum(amount) as total, sum(transaction_amount) as transaction_total from (
            {Whole(tx, "BOOKED", asOf)}
            union all select account, currency, transaction_currency, amount, transaction_amount from account_movements where tenant_id = {tx.TenantId} and booked_minute < {asOf.Starts.Minute}
            union all select l.account, l.currency, coalesce(l.transaction_currency, l.currency), l.amount, coalesce(l.transaction_amount, l.amount) from entries e join lines l on l.tenant_id = e.tenant_id and l.entry_id = e.id
            where e.tenant_id = {tx.TenantId} and e.id >= {asOf.Ids.From} and e.id < {asOf.Ids.Before} and e.booked_time >= {asOf.Starts.Minute} and e.booked_time < {asOf.End}) t
        group by account, currency, transaction_currency order by currency, account, transaction_currency
        """);

    /// <summary>What every account comes to by what had happened up to a time.</summary>
    public static Task<IReadOnlyList<AccountTotalRow>> EffectiveTotals(TenantTx tx, AsOf asOf) => tx.All<AccountTotalRow>($"""
        select account, currency, transaction_currency, sum(amount) as total, sum(transaction_amount) as transaction_total from (
            {Whole(tx, "EFFECTIVE", asOf)}
            union all select account, currency, transaction_currency, amount, transaction_amount from account_movements where tenant_id = {tx.TenantId} and effective_minute < {asOf.Starts.Minute}
            union all select l.account, l.currency, coalesce(l.transaction_currency, l.currency), l.amount, coalesce(l.transaction_amount, l.amount) from entries e join lines l on l.tenant_id = e.tenant_id and l.entry_id = e.id
            where e.tenant_id = {tx.TenantId} and e.effective_time >= {asOf.Starts.Minute} and e.effective_time < {asOf.End}) t
        group by account, currency, transaction_currency order by currency, account, transaction_currency
        """);

    // What is added up of the whole months before a time, then of days, hours and minutes.
    private static Sql Whole(TenantTx tx, string basis, AsOf asOf) => $"""
        select account, currency, transaction_currency, amount, transaction_amount from account_totals where tenant_id = {tx.TenantId} and basis = {basis} and span = 'month' and start < {asOf.Starts.Month}
        union all select account, currency, transaction_currency, amount, transaction_amount from account_totals where tenant_id = {tx.TenantId} and basis = {basis} and span = 'day' and start >= {asOf.Starts.Month} and start < {asOf.Starts.Day}
        union all select account, currency, transaction_currency, amount, transaction_amount from account_totals where tenant_id = {tx.TenantId} and basis = {basis} and span = 'hour' and start >= {asOf.Starts.Day} and start < {asOf.Starts.Hour}
        union all select account, currency, transaction_currency, amount, transaction_amount from account_totals where tenant_id = {tx.TenantId} and basis = {basis} and span = 'minute' and start >= {asOf.Starts.Hour} and start < {asOf.Starts.Minute}
        """;
}

/// <summary>What an account comes to.</summary>
internal sealed record BalanceRow(string Currency, decimal Balance);
