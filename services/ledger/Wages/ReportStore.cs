using FactoryFlow.Ledger.Accounts;
using FactoryFlow.Ledger.Entries;
using FactoryFlow.Platform.Data;

namespace FactoryFlow.Ledger.Wages;

/// <summary>The statements that look at what became of reports of work.</summary>
internal static class ReportStore
{
    /// <summary>
    /// Lets one handler at a time look at a report, until its transaction ends: facts about one report come on several queues, and
    /// two that did not see each other would each wait for the other for ever. Ask before anything else.
    /// </summary>
    public static void Lock(TenantTx tx, Guid[] reportIds) => tx.Ask<long>($"""
        select count(*) from (
            select pg_advisory_xact_lock(key) from (
                select hashtextextended(id::text, hashtext({tx.TenantId.ToString()})) as key from unnest({reportIds}) as id order by 1) keys) locks
        """);

    /// <summary>Locks the accounts of everybody to whom these reports were credited.</summary>
    public static Answer<WorkerAccount> AskLockedAccounts(TenantTx tx, Guid[] reportIds) => tx.Ask<WorkerAccount>($"""
        select worker_id, currency, balance, sequence, last_hash, last_booked_time from worker_accounts
        where tenant_id = {tx.TenantId} and worker_id in (
            select l.worker_id from unnest({SourcesOf(reportIds)}, {EndsOf(reportIds)}) as r (source, source_end)
            join entries e on e.tenant_id = {tx.TenantId} and e.source >= r.source and e.source < r.source_end
            join lines l on l.tenant_id = e.tenant_id and l.entry_id = e.id)
        order by worker_id for update
        """);

    /// <summary>Asks for the entries of these reports, line by line, each with every correction of it.</summary>
    public static Answer<CreditedLine> AskCredited(TenantTx tx, Guid[] reportIds) => tx.Ask<CreditedLine>($"""
        select r.id as report_id, e.id as entry_id, e.source, e.description, e.details::text, l.account, l.worker_id, l.currency,
               l.amount + coalesce((select sum(o.amount) from entries c join lines o on o.tenant_id = c.tenant_id and o.entry_id = c.id and o.account = l.account
                   where c.tenant_id = e.tenant_id and c.corrects_entry_id = e.id and o.worker_id is not distinct from l.worker_id), 0) as amount,
               exists (select from entries o where o.tenant_id = e.tenant_id and o.source = 'reversal:' || e.id) as is_reversed
        from unnest({Twice(reportIds)}, {SourcesOf(reportIds)}, {EndsOf(reportIds)}) as r (id, source, source_end)
        join entries e on e.tenant_id = {tx.TenantId} and e.source >= r.source and e.source < r.source_end
        join lines l on l.tenant_id = e.tenant_id and l.entry_id = e.id
        order by e.id, l.number
        """);

    // A report's entries are a range of sources; the one of a step from before there were reports is a range of one.
    private static string[] SourcesOf(Guid[] reportIds) => [.. reportIds.Select(Report.SourcesStart), .. reportIds.Select(Report.SourceOfStep)];

    private static string[] EndsOf(Guid[] reportIds) => [.. reportIds.Select(Report.SourcesEnd), .. reportIds.Select(id => Report.SourceOfStep(id) + ":")];

    private static Guid[] Twice(Guid[] ids) => [.. ids, .. ids];
}

/// <summary>A line of an entry that credited a report.</summary>
internal sealed record CreditedLine(
    Guid ReportId, Guid EntryId, string Source, string Description, string Details, string Account, Guid? WorkerId, string Currency, decimal Amount, bool IsReversed)
{
    /// <summary>The postings that these lines are of, without those that are reversed already.</summary>
    public static IEnumerable<Posting> ToPostings(IEnumerable<CreditedLine> lines) => lines.Where(l => l is { IsReversed: false, Amount: not 0m }).GroupBy(l => l.EntryId).Select(entry => new Posting
    {
        EntryId = entry.Key,
        Type = Wage.Type,
        Source = entry.First().Source,
        EffectiveTime = default,
        Description = entry.First().Description,
        Effect = Effect.Earns,
        Details = EntryStore.ReadDetails(entry.First().Details),
        Lines = [.. entry.Select(l => new PostingLine(l.Account, l.WorkerId, l.Currency, l.Amount))],
    });
}
