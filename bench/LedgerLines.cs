using System.Globalization;
using FactoryFlow.AppHost;

namespace FactoryFlow.Bench;

/// <summary>
/// Fills the ledger of one worker: wages of 1.25, evenly over ten years, each of work of up to ten hours before; without the triggers, which
/// look at each row once more. What is added up of them is what the ledger itself would have added up.
/// </summary>
internal sealed class LedgerLines(FactoryFlowSystem system, BenchFactory factory)
{
    // A part is neither so large that it is sorted on the disk nor so small that its statements cost more than its rows.
    private const int Part = 200_000;

    /// <summary>When the first was booked.</summary>
    public static readonly DateTimeOffset From = new(2016, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>How long after the first the last was booked.</summary>
    public static readonly TimeSpan Span = TimeSpan.FromDays(3650);

    // $1 is the first of a part and $2 its last, of $3 in all; $4 the tenant, $5 the worker, $6 and $7 From and Span.
    private const string Made = """
        with made as (
            select n as sequence, booked, booked - interval '1 minute' * (n::bigint * 7919 % 600) as effective,
                   (lpad(to_hex(floor(extract(epoch from booked) * 1000)::bigint), 12, '0') || '7000' || '8' || substr($5::text, 34, 3) || lpad(to_hex(n), 12, '0'))::uuid as id
            from (select n, $6::timestamptz + $7::interval * (n::float8 / $3::int) as booked from generate_series($1::int, $2::int) n where $4::uuid is not null) s)
        """;

    private const string Entries = Made + """
        insert into entries (tenant_id, id, type, source, effective_time, booked_time, description, details)
        select $4, id, 'WAGE', 'report:' || id || ':' || $5::text, effective, booked, 'Cutting, job 17', '{"jobNumber":17,"stepName":"Cutting","quantity":5,"rate":0.25}' from made
        """;

    private const string Lines = Made + """
        insert into lines (tenant_id, entry_id, number, account, currency, amount, worker_id, balance_after, sequence, effective_time, booked_time, hash)
        select $4, id, s.number, s.account, 'EUR', s.amount, s.worker, s.amount * case when s.number = 1 then sequence end, case when s.number = 1 then sequence end,
               case when s.number = 1 then effective end, case when s.number = 1 then booked end, case when s.number = 1 then decode(repeat('00', 32), 'hex') end
        from made cross join lateral (values (1, 'WORKER_PAYABLE', 1.25, $5::uuid), (2, 'WAGES_EXPENSE', -1.25, null)) as s (number, account, amount, worker)
        """;

    private const string WorkerTotals = Made + """
        insert into worker_totals as t (tenant_id, worker_id, span, start, amount)
        select $4, $5, s.span, date_trunc(s.span, effective, 'UTC'), sum(1.25) from made cross join (values ('month'), ('day')) as s (span)
        where sequence <= $3 - $3 % 128 group by 3, 4
        on conflict (tenant_id, worker_id, span, start) do update set amount = t.amount + excluded.amount
        """;

    private const string AccountTotals = Made + """
        , minutes as (
            select b.basis, date_trunc('minute', b.time, 'UTC') as start, count(*) as lines
            from made cross join lateral (values ('EFFECTIVE', effective), ('BOOKED', booked)) as b (basis, time) group by 1, 2)
        insert into account_totals as t (tenant_id, basis, span, start, account, currency, amount, transaction_currency, transaction_amount)
        select $4, m.basis, s.span, date_trunc(s.span, m.start, 'UTC'), a.account, 'EUR', sum(a.amount * m.lines), 'EUR', sum(a.amount * m.lines)
        from minutes m cross join (values ('month'), ('day'), ('hour'), ('minute')) as s (span) cross join (values ('WORKER_PAYABLE', 1.25), ('WAGES_EXPENSE', -1.25)) as a (account, amount)
        group by 2, 3, 4, 5 on conflict (tenant_id, basis, span, start, account, currency, transaction_currency)
        do update set amount = t.amount + excluded.amount, transaction_amount = t.transaction_amount + excluded.transaction_amount
        """;

    /// <summary>Makes so many lines, and tells now and then how far it is.</summary>
    public async Task Load(Guid worker, int count)
    {
        // Rows of different tables do not wait for each other.
        await Task.WhenAll(Fill([Entries, WorkerTotals]), Fill([Lines]), Fill([AccountTotals]));
        await system.Do(
            "ledger", "insert into worker_accounts (tenant_id, worker_id, currency, balance, sequence, last_booked_time) values ($1, $2, 'EUR', $3 * 1.25, $3, $4)",
            factory.TenantId, worker, count, From + Span);
        foreach (var table in new[] { "entries", "lines", "worker_totals", "account_totals", "account_movements", "worker_accounts" }) await system.Do("ledger", $"vacuum (analyze) {table}");

        async Task Fill(string[] statements)
        {
            await using var connection = await system.Connect("ledger");
            await connection.Do("set session_replication_role = replica");
            await connection.Do("set synchronous_commit = off");
            await connection.Do("set work_mem = '256MB'");
            for (var first = 1; first <= count; first += Part)
            {
                var last = Math.Min(first + Part - 1, count);
                foreach (var statement in statements) await connection.Do(statement, first, last, count, factory.TenantId, worker, From, Span);
                if (last % 1_000_000 == 0) Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Table(statements[0]),-16} {last} of {count} lines"));
            }
        }
    }

    private static string Table(string statement) => statement.Split("insert into ")[1].Split(' ')[0];
}
