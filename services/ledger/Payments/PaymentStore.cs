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

    /// <summary>Covers earnings of a locked account.</summary>
    public static void Cover(TenantTx tx, Guid workerId, IReadOnlyList<Cover> covers)
    {
        if (covers.Count == 0) return;
        tx.Write($"""
            update earnings e set covered = e.covered + c.amount
            from unnest({covers.Select(c => c.Earning.Sequence).ToArray()}, {covers.Select(c => c.Amount).ToArray()}) as c (sequence, amount)
            where e.tenant_id = {tx.TenantId} and e.worker_id = {workerId} and e.sequence = c.sequence
            """);
    }

    /// <summary>Adds a payment with what it covered, in order.</summary>
    public static void Add(TenantTx tx, PaymentRow payment, IReadOnlyList<AllocationRow> allocations)
    {
        tx.Write($"""
            insert into payments (tenant_id, id, entry_id, worker_id, amount, currency, advance, balance_after, method, note, create_time)
            values ({tx.TenantId}, {payment.Id}, {payment.EntryId}, {payment.WorkerId}, {payment.Amount}, {payment.Currency}, {payment.Advance},
                    {payment.BalanceAfter}, {payment.Method}, {payment.Note}, {payment.CreateTime})
            """);
        if (allocations.Count == 0) return;
        tx.Write($"""
            insert into payment_allocations (tenant_id, payment_id, number, job_id, amount)
            select {tx.TenantId}, {payment.Id}, number, job_id, amount
            from unnest({allocations.Select(a => a.JobId).ToArray()}, {allocations.Select(a => a.Amount).ToArray()}) with ordinality as a (job_id, amount, number)
            """);
    }
}
