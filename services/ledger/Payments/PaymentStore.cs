using FactoryFlow.Ledger.Accounts;
using FactoryFlow.Platform.Data;

namespace FactoryFlow.Ledger.Payments;

/// <summary>The statements that settle and write payments.</summary>
internal static class PaymentStore
{
    /// <summary>Asks for the earnings of a worker that are not fully covered, oldest first.</summary>
    public static Answer<OpenEarning> AskOpen(TenantTx tx, Guid workerId) => tx.Ask<OpenEarning>($"""
        select sequence, job_id, earned, covered from earnings
        where tenant_id = {tx.TenantId} and worker_id = {workerId} and covered < earned order by sequence
        """);

    /// <summary>Adds a payment with what it covered, in order, and with what it comes to where it is in another currency.</summary>
    public static void Add(TenantTx tx, PaymentRow payment, IReadOnlyList<AllocationRow> allocations, Exchange? exchange)
    {
        tx.Write($"""
            insert into payments (tenant_id, id, entry_id, worker_id, amount, currency, advance, balance_after, method, note, create_time)
            values ({tx.TenantId}, {payment.Id}, {payment.EntryId}, {payment.WorkerId}, {payment.Amount}, {payment.Currency}, {payment.Advance},
                    {payment.BalanceAfter}, {payment.Method}, {payment.Note}, {payment.CreateTime})
            """);
        if (exchange is not null) Add(tx, exchange);
        if (allocations.Count == 0) return;
        tx.Write($"""
            insert into payment_allocations (tenant_id, payment_id, number, job_id, amount)
            select {tx.TenantId}, {payment.Id}, number, job_id, amount
            from unnest({allocations.Select(a => a.JobId).ToArray()}, {allocations.Select(a => a.Amount).ToArray()}) with ordinality as a (job_id, amount, number)
            """);
    }

    /// <summary>Asks for a payment.</summary>
    public static Answer<PaymentRow> Ask(TenantTx tx, Guid id) => tx.Ask<PaymentRow>($"""
        select p.id, p.entry_id, p.worker_id, p.amount, p.currency, p.advance, p.balance_after, p.method, p.note, p.create_time,
               r.entry_id as reversal_entry_id, r.reason as reversal_reason, r.balance_after as reversal_balance, r.create_time as reversal_time
        from payments p left join payment_reversals r on r.tenant_id = p.tenant_id and r.payment_id = p.id
        where p.tenant_id = {tx.TenantId} and p.id = {id}
        """);

    /// <summary>Asks for payments, latest first.</summary>
    public static Answer<PaymentRow> AskAll(TenantTx tx, PaymentFilter filter, Guid before, int limit) => tx.Ask<PaymentRow>($"""
        select p.id, p.entry_id, p.worker_id, p.amount, p.currency, p.advance, p.balance_after, p.method, p.note, p.create_time,
               r.entry_id as reversal_entry_id, r.reason as reversal_reason, r.balance_after as reversal_balance, r.create_time as reversal_time
        from payments p left join payment_reversals r on r.tenant_id = p.tenant_id and r.payment_id = p.id
        where p.tenant_id = {tx.TenantId} and ({filter.WorkerId}::uuid is null or p.worker_id = {filter.WorkerId}::uuid) and p.id < {before}
            and p.id >= {filter.FirstId} and p.id < {filter.EndId} and p.create_time >= {filter.From} and p.create_time < {filter.To}
            and ({filter.IsReversed}::boolean is null or (r.payment_id is not null) = {filter.IsReversed}::boolean)
        order by p.id desc limit {limit}
        """);

    /// <summary>Asks what payments covered when they were made.</summary>
    public static Answer<AllocationRow> AskAllocations(TenantTx tx, Guid[] ids) => tx.Ask<AllocationRow>($"""
        select payment_id, job_id, amount from payment_allocations where tenant_id = {tx.TenantId} and payment_id = any({ids}) order by payment_id, number
        """);

    /// <summary>Asks what payments in another currency came to; no row of one in the account's own.</summary>
    public static Answer<Exchange> AskExchanges(TenantTx tx, Guid[] ids) => tx.Ask<Exchange>($"""
        select x.payment_id, x.currency, x.base_currency, x.amount, x.rate_id, to_char(r.day, 'YYYY-MM-DD') as rate_day, r.rate,
               x.agreed_rate_id, to_char(a.day, 'YYYY-MM-DD') as agreed_day, a.rate as agreed_rate, x.base_amount, x.settled_amount
        from payment_exchanges x
        join exchange_rates r on r.tenant_id = x.tenant_id and r.id = x.rate_id
        join exchange_rates a on a.tenant_id = x.tenant_id and a.id = x.agreed_rate_id
        where x.tenant_id = {tx.TenantId} and x.payment_id = any({ids})
        """);

    /// <summary>
    /// Asks what a payment covers now. All that was earned lies in a row in its order, and so does all that was paid and stands: a payment
    /// covers what it lies beside.
    /// </summary>
    public static Answer<AllocationRow> AskCovers(TenantTx tx, Guid id) => tx.Ask<AllocationRow>($"""
        with own as (
            select l.worker_id, l.sequence, -l.amount as amount
            from payments p join lines l on l.tenant_id = p.tenant_id and l.entry_id = p.entry_id and l.worker_id = p.worker_id
            where p.tenant_id = {tx.TenantId} and p.id = {id}
                and not exists (select from payment_reversals r where r.tenant_id = p.tenant_id and r.payment_id = p.id)
        ), paid as (
            select o.worker_id, o.amount, (
                select coalesce(-sum(l.amount), 0) from lines l join entries e on e.tenant_id = l.tenant_id and e.id = l.entry_id
                where l.tenant_id = {tx.TenantId} and l.worker_id = o.worker_id and l.amount < 0 and l.sequence < o.sequence and e.corrects_entry_id is null
                    and not exists (select from entries r where r.tenant_id = e.tenant_id and r.source = 'reversal:' || e.id)) as start
            from own o
        ), earned as (
            select e.job_id, e.sequence, e.earned, sum(e.earned) over (order by e.sequence) - e.earned as start
            from earnings e where e.tenant_id = {tx.TenantId} and e.worker_id = (select worker_id from own) and e.earned > 0
        )
        select {id}::uuid as payment_id, e.job_id, sum(least(e.start + e.earned, p.start + p.amount) - greatest(e.start, p.start)) as amount
        from paid p join earned e on e.start < p.start + p.amount and e.start + e.earned > p.start
        group by e.job_id order by min(e.sequence)
        """);

    private static void Add(TenantTx tx, Exchange exchange) =>
        tx.Write($"""
            insert into payment_exchanges (tenant_id, payment_id, currency, base_currency, amount, rate_id, rate, agreed_rate_id, agreed_rate, base_amount, settled_amount)
            values ({tx.TenantId}, {exchange.PaymentId}, {exchange.Currency}, {exchange.BaseCurrency}, {exchange.Amount}, {exchange.RateId}, {exchange.Rate},
                    {exchange.AgreedRateId}, {exchange.AgreedRate}, {exchange.BaseAmount}, {exchange.SettledAmount})
            """);

    /// <summary>Locks the account of a payment's worker.</summary>
    public static Answer<WorkerAccount> AskLockedAccount(TenantTx tx, Guid id) => tx.Ask<WorkerAccount>($"""
        select worker_id, currency, balance, sequence, last_hash, last_booked_time from worker_accounts
        where tenant_id = {tx.TenantId} and worker_id = (select worker_id from payments where tenant_id = {tx.TenantId} and id = {id}) for update
        """);

    /// <summary>Adds that a payment was taken back.</summary>
    public static void AddReversal(TenantTx tx, PaymentRow payment) =>
        tx.Write($"""
            insert into payment_reversals (tenant_id, payment_id, entry_id, reason, balance_after, create_time)
            values ({tx.TenantId}, {payment.Id}, {payment.ReversalEntryId}, {payment.ReversalReason}, {payment.ReversalBalance}, {payment.ReversalTime})
            """);
}
