using FactoryFlow.Ledger.Entries;
using FactoryFlow.Platform.Data;

namespace FactoryFlow.Ledger.Earnings;

/// <summary>The statements that keep what workers earned, and how much of it is covered, in step with the journal.</summary>
internal static class EarningStore
{
    /// <summary>Does to the earnings what the entries of a journal say, once their lines and balances are written.</summary>
    public static void Apply(TenantTx tx, Journal journal)
    {
        var earned = journal.WorkerLines.Where(l => l.Entry.Posting.Effect == Effect.Earns).ToList();
        if (earned.Count > 0) Add(tx, earned);
        var takenBack = journal.WorkerLines.Where(l => l.Entry.Posting.Effect == Effect.TakesBack).ToList();
        if (takenBack.Count > 0) TakeBack(tx, takenBack);
        var changed = journal.WorkerLines.Where(l => l.Entry.Posting.Effect is Effect.Covers or Effect.TakesBack).Select(l => l.After.WorkerId).Distinct().ToArray();
        if (changed.Length > 0) Cover(tx, changed);
        var freed = journal.WorkerLines.Where(l => l.Entry.Posting.Effect == Effect.Uncovers).Select(l => l.After.WorkerId).Distinct().ToArray();
        if (freed.Length > 0) Uncover(tx, freed);
    }

    private static void Add(TenantTx tx, List<WorkerLine> lines) =>
        tx.Write($"""
            insert into earnings (tenant_id, worker_id, sequence, entry_id, job_id, earned, covered)
            select {tx.TenantId}, e.*
            from unnest({lines.ConvertAll(l => l.After.WorkerId).ToArray()}, {lines.ConvertAll(l => l.After.Sequence).ToArray()},
                        {lines.ConvertAll(l => l.Entry.Posting.EntryId).ToArray()}, {lines.ConvertAll(l => l.Entry.Posting.Details.JobId).ToArray()},
                        {lines.ConvertAll(l => l.Line.Amount).ToArray()}, {lines.ConvertAll(l => l.CoveredByAdvance).ToArray()}) as e
            """);

    // From what an entry and its corrections earned, the latest first. What was paid for it is free again, for the earnings behind it.
    private static void TakeBack(TenantTx tx, List<WorkerLine> lines) =>
        tx.Write($"""
            with t as (
                select entry_id, worker_id, sum(amount) as amount
                from unnest({lines.ConvertAll(l => l.Entry.Posting.CorrectsEntryId!.Value).ToArray()}, {lines.ConvertAll(l => l.After.WorkerId).ToArray()},
                            {lines.ConvertAll(l => -l.Line.Amount).ToArray()}) as t (entry_id, worker_id, amount)
                group by entry_id, worker_id
            ), items as (
                select e.worker_id, e.sequence, e.earned, t.amount, sum(e.earned) over (partition by t.entry_id, t.worker_id order by e.sequence desc) - e.earned as newer
                from t
                cross join lateral (
                    select t.entry_id as id union all
                    select c.id from entries c where c.tenant_id = {tx.TenantId} and c.corrects_entry_id = t.entry_id) f
                join lines l on l.tenant_id = {tx.TenantId} and l.entry_id = f.id and l.worker_id = t.worker_id
                join earnings e on e.tenant_id = {tx.TenantId} and e.worker_id = l.worker_id and e.sequence = l.sequence
            )
            update earnings e set earned = e.earned - least(i.earned, i.amount - i.newer), covered = least(e.covered, e.earned - least(i.earned, i.amount - i.newer))
            from items i where e.tenant_id = {tx.TenantId} and e.worker_id = i.worker_id and e.sequence = i.sequence and i.amount > i.newer
            """);

    // However many there are, the open part of a worker's earnings is the balance when that is above zero, and nothing otherwise:
    // what is open beyond it is covered, oldest first.
    private static void Cover(TenantTx tx, Guid[] workerIds) =>
        tx.Write($"""
            with items as (
                select e.worker_id, e.sequence, e.earned - e.covered as open,
                       sum(e.earned - e.covered) over (partition by e.worker_id order by e.sequence) - (e.earned - e.covered) as older,
                       sum(e.earned - e.covered) over (partition by e.worker_id) - greatest(a.balance, 0) as excess
                from earnings e join worker_accounts a on a.tenant_id = e.tenant_id and a.worker_id = e.worker_id
                where e.tenant_id = {tx.TenantId} and e.worker_id = any({workerIds}) and e.covered < e.earned
            )
            update earnings e set covered = e.covered + least(i.open, i.excess - i.older)
            from items i where e.tenant_id = {tx.TenantId} and e.worker_id = i.worker_id and e.sequence = i.sequence and i.excess > i.older
            """);

    // The same the other way: what is open short of the balance was covered last.
    private static void Uncover(TenantTx tx, Guid[] workerIds) =>
        tx.Write($"""
            with items as (
                select e.worker_id, e.sequence, e.covered,
                       sum(e.covered) over (partition by e.worker_id order by e.sequence desc) - e.covered as newer,
                       greatest(a.balance, 0) - sum(e.earned - e.covered) over (partition by e.worker_id) as missing
                from earnings e join worker_accounts a on a.tenant_id = e.tenant_id and a.worker_id = e.worker_id
                where e.tenant_id = {tx.TenantId} and e.worker_id = any({workerIds})
            )
            update earnings e set covered = e.covered - least(i.covered, i.missing - i.newer)
            from items i where e.tenant_id = {tx.TenantId} and e.worker_id = i.worker_id and e.sequence = i.sequence and i.covered > 0 and i.missing > i.newer
            """);
}
