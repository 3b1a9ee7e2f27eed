using FactoryFlow.Ledger.V1;
using FactoryFlow.Ledger.Wages;
using FactoryFlow.Platform.Data;

namespace FactoryFlow.Ledger.Corrections;

/// <summary>The statements that look at wages as they stand, and keep what becomes of them.</summary>
internal static class CorrectionStore
{
    private const int LinesAtOnce = 10_000, MostExamples = 10;

    /// <summary>Asks how many wages of articles there are in a time range, up to some number.</summary>
    public static Answer<int> AskCount(TenantTx tx, DateTimeOffset from, DateTimeOffset to, Guid[] articles, int most) => tx.Ask<int>($"""
        select count(*)::int from (
            select from wages_by_article where tenant_id = {tx.TenantId} and article_id = any({articles}) and effective_time >= {from} and effective_time < {to} limit {most}) w
        """);

    /// <summary>Asks for the wages of articles in a time range behind one.</summary>
    public static Answer<WageRow> AskWages(TenantTx tx, DateTimeOffset from, DateTimeOffset to, Guid[] articles, (DateTimeOffset Time, Guid Id) after, int limit) => tx.Ask<WageRow>($"""
        {Shown()}
        from (select effective_time, entry_id from wages_by_article
              where tenant_id = {tx.TenantId} and article_id = any({articles}) and effective_time >= {from} and effective_time < {to} and (effective_time, entry_id) > ({after.Time}, {after.Id})
              order by effective_time, entry_id limit {limit}) w
        join entries e on e.tenant_id = {tx.TenantId} and e.id = w.entry_id
        join lines l on l.tenant_id = e.tenant_id and l.entry_id = e.id and l.worker_id is not null
        order by e.effective_time, e.id
        """);

    /// <summary>Asks for wages by their entries; ask behind the lock of the accounts.</summary>
    public static Answer<WageRow> AskWages(TenantTx tx, Guid[] entryIds) => tx.Ask<WageRow>($"""
        {Shown()}
        from entries e join lines l on l.tenant_id = e.tenant_id and l.entry_id = e.id and l.worker_id is not null
        where e.tenant_id = {tx.TenantId} and e.id = any({entryIds})
        """);

    private static Sql Shown() => $"""
        select e.id as entry_id, l.worker_id, l.currency, {WageSql.Standing()} as standing, e.details::text, e.effective_time,
               {WageSql.HasOpposite()} or {WageSql.IsTakenBack(WageSql.Report())} as is_reversed
        """;

    /// <summary>Adds a correction with what it does to each line.</summary>
    public static void Add(TenantTx tx, Guid id, string reason, IReadOnlyList<PlannedLine> lines)
    {
        tx.Write($"insert into rate_corrections (tenant_id, id, reason, create_time) values ({tx.TenantId}, {id}, {reason}, {tx.Now})");
        foreach (var some in lines.Chunk(LinesAtOnce))
            tx.Write($"""
                insert into rate_correction_lines (tenant_id, correction_id, entry_id, worker_id, currency, standing, corrected, rate)
                select {tx.TenantId}, {id}, l.*
                from unnest({Array.ConvertAll(some, l => l.EntryId)}, {Array.ConvertAll(some, l => l.WorkerId)}, {Array.ConvertAll(some, l => l.Currency)},
                            {Array.ConvertAll(some, l => l.Standing)}, {Array.ConvertAll(some, l => l.Corrected)}, {Array.ConvertAll(some, l => l.Rate)}) as l
                """);
    }

    /// <summary>Takes corrections that are due, some of every tenant; nobody else takes them until their lease is over.</summary>
    public static Task<IReadOnlyList<DueCorrection>> TakeDue(TenantTx tx, int tenants, int each) => tx.All<DueCorrection>($"""
        {DueRows.OfAll(tx, $"rate_corrections", $"apply_time is null", $"create_time", $"id", tenants, each)}
        update rate_corrections c set lease_time = {Lease.Until(tx, $"c.attempts")}, attempts = c.attempts + 1
        from due where (c.tenant_id, c.id) = (due.tenant_id, due.id)
        returning c.tenant_id, c.id, c.reason
        """);

    /// <summary>Some lines are booked, and others may be: whoever comes next goes on.</summary>
    public static void GiveBack(TenantTx tx, Guid id) => tx.Write($"""
        update rate_corrections set lease_time = {tx.RealNow}, attempts = 0 where tenant_id = {tx.TenantId} and id = {id}
        """);

    /// <summary>No line is left.</summary>
    public static void Applied(TenantTx tx, Guid id) =>
        tx.Write($"update rate_corrections set apply_time = {tx.Now} where tenant_id = {tx.TenantId} and id = {id} and apply_time is null");

    /// <summary>Asks for some lines of a correction that are still to be booked, and keeps others from them.</summary>
    public static Answer<PlannedLine> AskDue(TenantTx tx, Guid id, int limit) => tx.Ask<PlannedLine>($"""
        select entry_id, worker_id, currency, standing, corrected, rate from rate_correction_lines
        where tenant_id = {tx.TenantId} and correction_id = {id} and outcome is null order by entry_id limit {limit} for update
        """);

    /// <summary>Writes down what became of lines, and why where they were refused.</summary>
    public static void End(TenantTx tx, Guid id, Guid[] entryIds, string outcome, string? problem = null) => tx.Write($"""
        update rate_correction_lines set outcome = {outcome}, problem = {problem}::text where tenant_id = {tx.TenantId} and correction_id = {id} and entry_id = any({entryIds})
        """);

    /// <summary>A correction as it is shown; null when there is none.</summary>
    public static async Task<RateCorrection?> Read(TenantTx tx, Guid id)
    {
        var correction = tx.Ask<CorrectionRow>($"select id, reason, create_time, apply_time from rate_corrections where tenant_id = {tx.TenantId} and id = {id}");
        var sums = tx.Ask<SumRow>($"""
            select currency, outcome, count(*)::int as count, sum(corrected - standing) as delta from rate_correction_lines
            where tenant_id = {tx.TenantId} and correction_id = {id} group by currency, outcome order by currency
            """);
        var refused = tx.Ask<RefusedRow>($"""
            select problem, count(*)::int as count, (array_agg(entry_id order by entry_id))[:{MostExamples}] as examples from rate_correction_lines
            where tenant_id = {tx.TenantId} and correction_id = {id} and problem is not null group by problem order by problem
            """);
        await tx.Flush();
        return correction.First?.ToMessage(sums.Rows, refused.Rows);
    }
}

/// <summary>A correction without its lines.</summary>
internal sealed record CorrectionRow(Guid Id, string Reason, DateTimeOffset CreateTime, DateTimeOffset? ApplyTime)
{
    public RateCorrection ToMessage(IReadOnlyList<SumRow> sums, IReadOnlyList<RefusedRow> refused) => new()
    {
        Id = Id.ToString(),
        Status = ApplyTime is null ? RateCorrection.Types.Status.Applying : RateCorrection.Types.Status.Applied,
        Reason = Reason,
        LineCount = sums.Sum(s => s.Count),
        BookedCount = sums.Where(s => s.Outcome == "BOOKED").Sum(s => s.Count),
        SkippedCount = sums.Where(s => s.Outcome == "SKIPPED").Sum(s => s.Count),
        Costs = { sums.Where(s => s.Outcome != "SKIPPED").GroupBy(s => s.Currency).Select(g => Wire.Money(g.Sum(s => s.Delta), g.Key)) },
        CreateTime = Wire.Time(CreateTime),
        RefusedLines = { refused.Select(r => new RefusedLines { Reason = r.Problem, LineCount = r.Count, EntryIds = { r.Examples.Select(e => e.ToString()) } }) },
    };
}

/// <summary>A correction that somebody took to book it.</summary>
internal sealed record DueCorrection(Guid TenantId, Guid Id, string Reason);

/// <summary>Lines that the books refuse for one reason.</summary>
internal sealed record RefusedRow(string Problem, int Count, Guid[] Examples);

/// <summary>What lines of a correction come to, by what became of them.</summary>
internal sealed record SumRow(string Currency, string? Outcome, int Count, decimal Delta);
