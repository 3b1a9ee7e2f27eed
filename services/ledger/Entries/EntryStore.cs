using System.Text.Json;
using System.Text.Json.Serialization;
using FactoryFlow.Ledger.Earnings;
using FactoryFlow.Ledger.Periods;
using FactoryFlow.Ledger.Totals;
using FactoryFlow.Platform.Data;

namespace FactoryFlow.Ledger.Entries;

/// <summary>The statements that write entries: any number in the same few.</summary>
internal static class EntryStore
{
    private static readonly JsonSerializerOptions DetailsJson = new(JsonSerializerDefaults.Web) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    /// <summary>Asks which of these sources have an entry already; ask behind the lock of the accounts.</summary>
    public static Answer<string> AskPosted(TenantTx tx, string[] sources) =>
        tx.Ask<string>($"select source from entries where tenant_id = {tx.TenantId} and source = any({sources})");

    /// <summary>
    /// Writes a journal on locked accounts: entries with their lines, what they do to what was earned, the accounts' balances, and
    /// what the totals are made of.
    /// </summary>
    public static void Post(TenantTx tx, Journal journal)
    {
        if (journal.Entries.Count == 0) return;
        AddEntries(tx, journal.Entries);
        AddLines(tx, journal);
        var accounts = journal.Accounts;
        tx.Write($"""
            update worker_accounts a set balance = n.balance, sequence = n.sequence, last_hash = n.hash, last_booked_time = n.booked_time
            from unnest({Each(accounts, a => a.Account.WorkerId)}, {Each(accounts, a => a.Account.Balance)}, {Each(accounts, a => a.Account.Sequence)},
                        {Each(accounts, a => a.Account.LastHash)}, {Each(accounts, a => a.Account.LastBookedTime)}) as n (worker_id, balance, sequence, hash, booked_time)
            where a.tenant_id = {tx.TenantId} and a.worker_id = n.worker_id
            """);
        EarningStore.Apply(tx, journal);
        TotalStore.Add(tx, journal);
    }

    /// <summary>Asks for an entry.</summary>
    public static Answer<EntryRow> Ask(TenantTx tx, Guid entryId) => tx.Ask<EntryRow>($"""
        select e.id, e.type, e.source, e.effective_time, e.booked_time, e.description, e.details::text, e.corrects_entry_id,
               (select r.id from entries r where r.tenant_id = e.tenant_id and r.source = 'reversal:' || e.id) as reversed_by_entry_id
        from entries e where e.tenant_id = {tx.TenantId} and e.id = {entryId}
        """);

    /// <summary>Asks for the lines of an entry.</summary>
    public static Answer<LineRow> AskLines(TenantTx tx, Guid entryId) => tx.Ask<LineRow>($"""
        select account, worker_id, currency, amount, balance_after, transaction_currency, transaction_amount from lines where tenant_id = {tx.TenantId} and entry_id = {entryId} order by number
        """);

    /// <summary>The details of an entry as they are stored.</summary>
    public static string WriteDetails(EntryDetails details) => JsonSerializer.Serialize(details, DetailsJson);

    /// <summary>The details of a stored entry.</summary>
    public static EntryDetails ReadDetails(string json) => JsonSerializer.Deserialize<EntryDetails>(json, DetailsJson)!;

    // What happened in a period that is closed counts in the first that is open. Who shares the lock looks behind whoever closed.
    private static void AddEntries(TenantTx tx, IReadOnlyList<JournalEntry> entries)
    {
        PeriodStore.Share(tx);
        tx.Write($"""
            insert into entries (tenant_id, id, type, source, effective_time, booked_time, description, details, corrects_entry_id, period)
            select {tx.TenantId}, e.*, case when e.effective_time < c.end_time then to_char(c.end_time at time zone 'UTC', 'YYYY-MM') end
            from unnest({Each(entries, e => e.Posting.EntryId)}, {Each(entries, e => e.Posting.Type)}, {Each(entries, e => e.Posting.Source)},
                        {Each(entries, e => e.Posting.EffectiveTime)}, {Each(entries, e => e.BookedTime)}, {Each(entries, e => e.Posting.Description)},
                        {Each(entries, e => new Json(WriteDetails(e.Posting.Details)))},
                        {Each(entries, e => e.Posting.CorrectsEntryId)}) as e (id, type, source, effective_time, booked_time, description, details, corrects_entry_id)
            left join (select end_time from periods where tenant_id = {tx.TenantId} and is_closed order by name desc limit 1) c on true
            """);
    }

    // In one statement, since the database looks at the lines that a statement adds when it refuses what does not balance.
    private static void AddLines(TenantTx tx, Journal journal)
    {
        var (lines, others) = (journal.WorkerLines, journal.OtherLines);
        tx.Write($"""
            insert into lines (tenant_id, entry_id, number, account, currency, amount, transaction_currency, transaction_amount, worker_id, balance_after, sequence, effective_time, booked_time, hash)
            select {tx.TenantId}, l.*
            from unnest({Each(lines, l => l.Entry.Posting.EntryId)}, {Each(lines, l => (short)l.Number)}, {Each(lines, l => l.Line.Account)}, {Each(lines, l => l.Line.Currency)},
                        {Each(lines, l => l.Line.Amount)}, {Each(lines, l => l.Line.TransactionCurrency)}, {Each(lines, l => l.Line.TransactionAmount)}, {Each(lines, l => l.After.WorkerId)}, {Each(lines, l => l.After.Balance)}, {Each(lines, l => l.After.Sequence)},
                        {Each(lines, l => l.Entry.Posting.EffectiveTime)}, {Each(lines, l => l.Entry.BookedTime)}, {Each(lines, l => l.After.LastHash)}) as l
            union all
            select {tx.TenantId}, l.*, null, null, null, null, null, null
            from unnest({Each(others, l => l.Entry.Posting.EntryId)}, {Each(others, l => (short)l.Number)}, {Each(others, l => l.Line.Account)}, {Each(others, l => l.Line.Currency)},
                        {Each(others, l => l.Line.Amount)}, {Each(others, l => l.Line.TransactionCurrency)}, {Each(others, l => l.Line.TransactionAmount)}) as l
            """);
    }

    private static T[] Each<TRow, T>(IReadOnlyCollection<TRow> rows, Func<TRow, T> select)
    {
        var column = new T[rows.Count];
        var i = 0;
        foreach (var row in rows) column[i++] = select(row);
        return column;
    }
}
