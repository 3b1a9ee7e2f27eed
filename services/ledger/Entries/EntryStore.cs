using System.Text.Json;
using System.Text.Json.Serialization;
using FactoryFlow.Platform.Data;

namespace FactoryFlow.Ledger.Entries;

/// <summary>The statements that write entries: any number in the same four.</summary>
internal static class EntryStore
{
    private static readonly JsonSerializerOptions DetailsJson = new(JsonSerializerDefaults.Web) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    /// <summary>Asks which of these sources have an entry already; ask behind the lock of the accounts.</summary>
    public static Answer<string> AskPosted(TenantTx tx, string[] sources) =>
        tx.Ask<string>($"select source from entries where tenant_id = {tx.TenantId} and source = any({sources})");

    /// <summary>Writes a journal on locked accounts: entries, both lines of each, what was earned, and the accounts' balances.</summary>
    public static void Post(TenantTx tx, Journal journal)
    {
        var lines = journal.Lines;
        if (lines.Count == 0) return;
        var ids = Each(l => l.Posting.EntryId);
        var workers = Each(l => l.Posting.WorkerId);
        var currencies = Each(l => l.Posting.Currency);
        var amounts = Each(l => l.Posting.Amount);
        var sequences = Each(l => l.Sequence);
        tx.Write($"""
            insert into entries (tenant_id, id, type, source, effective_time, booked_time, description, details)
            select {tx.TenantId}, id, type, source, effective_time, {tx.Now}, description, details
            from unnest({ids}, {Each(l => l.Posting.Type)}, {Each(l => l.Posting.Source)}, {Each(l => l.Posting.EffectiveTime)},
                        {Each(l => l.Posting.Description)}, {Each(l => new Json(JsonSerializer.Serialize(l.Posting.Details, DetailsJson)))})
                as e (id, type, source, effective_time, description, details)
            """);
        tx.Write($"""
            insert into lines (tenant_id, entry_id, side, account, worker_id, currency, amount, balance_after, sequence)
            select {tx.TenantId}, id, side, case side when 1 then 'WORKER_PAYABLE' else counter end, case side when 1 then worker_id end, currency,
                   case side when 1 then amount else -amount end, case side when 1 then balance end, case side when 1 then sequence end
            from unnest({ids}, {Each(l => l.Posting.CounterAccount)}, {workers}, {currencies}, {amounts}, {Each(l => l.BalanceAfter)}, {sequences})
                as l (id, counter, worker_id, currency, amount, balance, sequence)
            cross join (values (1), (2)) as sides (side)
            """);
        tx.Write($"""
            insert into earnings (tenant_id, worker_id, sequence, entry_id, job_id, earned, covered)
            select {tx.TenantId}, worker_id, sequence, id, job_id, amount, covered
            from unnest({ids}, {workers}, {sequences}, {Each(l => l.Posting.Details.JobId)}, {amounts}, {Each(l => l.CoveredByAdvance)})
                as e (id, worker_id, sequence, job_id, amount, covered)
            where amount > 0
            """);
        tx.Write($"""
            update worker_accounts a set balance = n.balance, sequence = n.sequence
            from unnest({journal.Accounts.Select(a => a.WorkerId).ToArray()}, {journal.Accounts.Select(a => a.Balance).ToArray()},
                        {journal.Accounts.Select(a => a.Sequence).ToArray()}) as n (worker_id, balance, sequence)
            where a.tenant_id = {tx.TenantId} and a.worker_id = n.worker_id
            """);

        T[] Each<T>(Func<JournalLine, T> select)
        {
            var column = new T[lines.Count];
            for (var i = 0; i < column.Length; i++) column[i] = select(lines[i]);
            return column;
        }
    }

    /// <summary>The details of a stored entry.</summary>
    public static EntryDetails ReadDetails(string json) => JsonSerializer.Deserialize<EntryDetails>(json, DetailsJson)!;
}
