using FactoryFlow.Platform.Data;

namespace FactoryFlow.Ledger.Accounts;

/// <summary>The statements that show, open and lock workers' accounts.</summary>
internal static class AccountStore
{
    /// <summary>Asks for a worker's account; no row while nothing was ever due to the worker.</summary>
    public static Answer<WorkerAccount> Ask(TenantTx tx, Guid workerId) => tx.Ask<WorkerAccount>($"""
        select worker_id, currency, balance, sequence, last_hash, last_booked_time from worker_accounts where tenant_id = {tx.TenantId} and worker_id = {workerId}
        """);

    /// <summary>Opens the accounts that are not there yet.</summary>
    public static void Open(TenantTx tx, Guid[] workerIds, string[] currencies) =>
        tx.Write($"""
            insert into worker_accounts (tenant_id, worker_id, currency, balance, sequence)
            select {tx.TenantId}, worker_id, currency, 0, 0 from unnest({workerIds}, {currencies}) as w (worker_id, currency)
            order by worker_id on conflict do nothing
            """);

    /// <summary>Locks accounts, in one order for everybody; those that are not there are left out.</summary>
    public static Answer<WorkerAccount> AskLocked(TenantTx tx, Guid[] workerIds) => tx.Ask<WorkerAccount>($"""
        select worker_id, currency, balance, sequence, last_hash, last_booked_time from worker_accounts
        where tenant_id = {tx.TenantId} and worker_id = any({workerIds}) order by worker_id for update
        """);

    /// <summary>Locks the accounts that an entry has lines on, in the same order.</summary>
    public static Answer<WorkerAccount> AskLockedOf(TenantTx tx, Guid entryId) => tx.Ask<WorkerAccount>($"""
        select worker_id, currency, balance, sequence, last_hash, last_booked_time from worker_accounts
        where tenant_id = {tx.TenantId} and worker_id in (select worker_id from lines where tenant_id = {tx.TenantId} and entry_id = {entryId})
        order by worker_id for update
        """);
}
