using FactoryFlow.Ledger.V1;
using FactoryFlow.Platform.Data;

namespace FactoryFlow.Ledger.Periods;

/// <summary>The statements that look at periods, seal them and open them again.</summary>
internal static class PeriodStore
{
    /// <summary>How many of those that stand in the way are named.</summary>
    public const int MostExamples = 10;

    /// <summary>Lets whoever books go on until the end of the transaction, and nobody close; in memory, for any number at once.</summary>
    public static void Share(TenantTx tx) => tx.Ask<int>($"select 1 from (select pg_advisory_xact_lock_shared(period_lock({tx.TenantId}))) l");

    /// <summary>Waits for whoever books, and lets nobody begin to. Whoever has it waits for no other lock, so that nobody waits in a circle.</summary>
    public static void Lock(TenantTx tx) => tx.Ask<int>($"select 1 from (select pg_advisory_xact_lock(period_lock({tx.TenantId}))) l");

    /// <summary>How far the books are closed, beside a period.</summary>
    public static async Task<Books> Look(TenantTx tx, Period period)
    {
        var closed = AskLastClosed(tx);
        var first = AskFirst(tx);
        var seals = tx.Ask<SealRow>($"""
            select s.number, s.previous_hash, s.hash, s.totals::text, s.seal_time, s.sealed_by, r.requested_by, r.request_time, r.reason, r.approved_by, r.approve_time, r.id as reopening_id
            from period_seals s left join period_reopenings r on r.tenant_id = s.tenant_id and r.period = s.period and r.number = s.number
            where s.tenant_id = {tx.TenantId} and s.period = {period.Name} order by s.number
            """);
        await tx.Flush();
        return new Books(period, Of(closed), Of(first), seals.Rows);
    }

    /// <summary>Asks when the last closed period began; no row while none is closed.</summary>
    public static Answer<DateTimeOffset> AskLastClosed(TenantTx tx) =>
        tx.Ask<DateTimeOffset>($"select start_time from periods where tenant_id = {tx.TenantId} and is_closed order by name desc limit 1");

    /// <summary>Asks for the first instant that anything was booked for, or a period of was ever closed; no row while there is none.</summary>
    public static Answer<DateTimeOffset> AskFirst(TenantTx tx) => tx.Ask<DateTimeOffset>($"""
        select time from (
            (select effective_time as time from entries where tenant_id = {tx.TenantId} order by effective_time limit 1)
            union all (select start_time from periods where tenant_id = {tx.TenantId} order by name limit 1)) t
        order by time limit 1
        """);

    /// <summary>The period of an instant that was asked for; null where there is none.</summary>
    public static Period? Of(Answer<DateTimeOffset> time) => time.Rows.Count == 0 ? null : Period.Of(time.First);

    /// <summary>What of the books stands in the way of closing a period.</summary>
    public static async Task<IReadOnlyList<PeriodBlocker>> Blockers(TenantTx tx, Period period)
    {
        var held = tx.Ask<string>($"""
            select report_id::text from held_lines where tenant_id = {tx.TenantId} and outcome is null and effective_time < {period.End} order by report_id, worker_id
            """);
        var disputed = tx.Ask<string>($"""
            select d.id::text from disputes d join entries e on e.tenant_id = d.tenant_id and e.id = d.entry_id
            where d.tenant_id = {tx.TenantId} and d.status in ('OPEN', 'ANSWERED') and coalesce(e.period, to_char(e.effective_time at time zone 'UTC', 'YYYY-MM')) <= {period.Name}
            order by d.id
            """);
        await tx.Flush();
        var blockers = new List<PeriodBlocker>();
        if (held.Rows.Count > 0) blockers.Add(Blocker(PeriodBlocker.Types.Kind.HeldLines, held.Rows, "lines wait for a rate: enter the rates, or take the work back."));
        if (disputed.Rows.Count > 0) blockers.Add(Blocker(PeriodBlocker.Types.Kind.OpenDisputes, disputed.Rows, "disputes go on: resolve or withdraw them."));
        return blockers;
    }

    private static PeriodBlocker Blocker(PeriodBlocker.Types.Kind kind, IReadOnlyList<string> ids, string message) => new()
    {
        Kind = kind, Count = ids.Count, Message = $"{ids.Count} {message}", Examples = { ids.Distinct().Take(MostExamples) },
    };

    /// <summary>
    /// What each account comes to in a period, by currency and account: what happened in it, without what counts in a later one and
    /// with what is late and counts here. Reads what is added up by month, and what is late; nothing else, however many lines there are.
    /// </summary>
    public static Task<IReadOnlyList<TotalRow>> Totals(TenantTx tx, Period period) => tx.All<TotalRow>($"""
        select account, currency, coalesce(sum(amount) filter (where start < {period.Start}), 0) as opening, coalesce(sum(amount) filter (where start >= {period.Start}), 0) as movement,
               sum(amount) as closing
        from (
            select account, currency, start, amount from account_totals where tenant_id = {tx.TenantId} and basis = 'EFFECTIVE' and span = 'month' and start < {period.End}
            union all
            select account, currency, effective_minute, amount from account_movements where tenant_id = {tx.TenantId} and effective_minute < {period.End}
            union all
            select l.account, l.currency, m.start, l.amount * m.sign
            from entries e join lines l on l.tenant_id = e.tenant_id and l.entry_id = e.id
            cross join lateral (values (e.effective_time, -1), ((e.period || '-01 00:00+00')::timestamptz, 1)) as m (start, sign)
            where e.tenant_id = {tx.TenantId} and e.period is not null and m.start < {period.End}) t
        group by account, currency order by currency collate "C", account collate "C"
        """);

    /// <summary>Asks for the hash of the seal that a period's is chained to.</summary>
    public static Answer<byte[]> AskPreviousHash(TenantTx tx, Period period) => tx.Ask<byte[]>($"""
        select hash from period_seals where tenant_id = {tx.TenantId} and period = {period.Previous.Name} order by number desc limit 1
        """);

    /// <summary>Closes a period with a seal.</summary>
    public static void Close(TenantTx tx, Period period, Seal seal, Guid userId)
    {
        tx.Write($"""
            insert into periods (tenant_id, name, id, start_time, end_time, is_closed)
            values ({tx.TenantId}, {period.Name}, {tx.NewId()}, {period.Start}, {period.End}, true)
            on conflict (tenant_id, name) do update set is_closed = true
            """);
        tx.Write($"""
            insert into period_seals (tenant_id, period, number, previous_hash, hash, totals, seal_time, sealed_by)
            values ({tx.TenantId}, {period.Name}, {seal.Number}, {seal.PreviousHash}, {seal.Hash}, {SealRow.ToJson(seal.Totals)}, {tx.Now}, {userId})
            """);
    }

    /// <summary>Writes down that somebody wants a period open again, under an id of its own each time.</summary>
    public static void Request(TenantTx tx, Period period, int number, Guid userId, string reason) => tx.Write($"""
        insert into period_reopenings (tenant_id, period, number, id, requested_by, request_time, reason)
        values ({tx.TenantId}, {period.Name}, {number}, {tx.NewId()}, {userId}, {tx.Now}, {reason})
        on conflict (tenant_id, period, number) do update set id = excluded.id, requested_by = excluded.requested_by, request_time = excluded.request_time, reason = excluded.reason
        """);

    /// <summary>Opens a period again.</summary>
    public static void Open(TenantTx tx, Period period, int number, Guid userId)
    {
        tx.Write($"""
            update period_reopenings set approved_by = {userId}, approve_time = {tx.Now} where tenant_id = {tx.TenantId} and period = {period.Name} and number = {number}
            """);
        tx.Write($"update periods set is_closed = false where tenant_id = {tx.TenantId} and name = {period.Name}");
    }

    /// <summary>Writes down who did what to a period that is or was closed.</summary>
    public static async Task Audit(TenantTx tx, string action, Period period, V1.Period before, V1.Period after) =>
        tx.Audit(action, "period", await tx.One<Guid>($"select id from periods where tenant_id = {tx.TenantId} and name = {period.Name}"), Changes.Between(before, after));
}
