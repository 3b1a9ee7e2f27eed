using System.Diagnostics;
using System.Globalization;
using FactoryFlow.AppHost;

namespace FactoryFlow.Bench;

/// <summary>
/// What balances and statements cost at ten thousand lines and at millions, asked of the running system. What counts are the pages of
/// the ledger's tables and indexes that PostgreSQL reads for each: dotnet run -c Release --project bench -- balances --lines 1000000
/// </summary>
internal sealed class Balances(FactoryFlowSystem system, BenchFactory factory)
{
    private const int Few = 10_000, Asked = 200;

    private static readonly DateTimeOffset From = new(2016, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Span = TimeSpan.FromDays(3650);

    /// <summary>Measures at ten thousand lines, then beside as many more of another worker, and writes what came of it.</summary>
    public static async Task<int> Run(Options options)
    {
        var lines = options.Number("--lines", 1_000_000);
        await using var system = await BenchSystem.Start();
        using var platform = await Operator.SignIn(system);
        var factory = await platform.Open("bench", workers: 200);
        var bench = new Balances(system, factory);
        var few = await bench.Measure(factory.WorkerIds[0], Few);
        var many = await bench.Measure(factory.WorkerIds[1], lines);
        Console.WriteLine();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{"",-34} {"pages at " + Few,14} {"at " + lines,12} {"ratio",6}    p50 ms, ratio"));
        foreach (var (read, small) in few)
        {
            var large = many[read];
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{read,-34} {small.Pages,14:0.0} {large.Pages,12:0.0} {large.Pages / small.Pages,6:0.00}    {small.Milliseconds:0.00} {large.Milliseconds:0.00} {large.Milliseconds / small.Milliseconds:0.00}"));
        }

        Console.WriteLine();
        await bench.Download(factory.WorkerIds[1]);
        return 0;
    }

    // A whole account as a file: what it does to the memory of those who hand it on.
    private async Task Download(Guid worker)
    {
        string[] parts = ["ledger", "gateway"];
        var before = parts.ToDictionary(part => part, part => Memory.OfProcess(system, part));
        var watch = Stopwatch.StartNew();
        var (rows, bytes) = await factory.Download($"ledger/workers/{worker}:export");
        var growth = parts.Select(part => string.Create(CultureInfo.InvariantCulture, $"{part} {before[part].Growth():0} MB"));
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"A statement of {rows} rows, {bytes / 1e6:0} MB, was taken in {watch.Elapsed.TotalSeconds:0} s; at most it added to the memory of {string.Join(", ", growth)}."));
    }

    private async Task<Dictionary<string, (double Pages, double Milliseconds)>> Measure(Guid worker, int lines)
    {
        var watch = Stopwatch.StartNew();
        await Load(worker, lines);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{lines} lines of one worker were loaded in {watch.Elapsed.TotalSeconds:0} s."));
        var reads = new Dictionary<string, Func<string, string>>
        {
            ["balance then, by booked time"] = then => $"workers/{worker}/balance?asOf={then}",
            ["balance then, by effective time"] = then => $"workers/{worker}/balance?asOf={then}&basis=EFFECTIVE",
            ["trial balance then, by booked"] = then => $"trial-balance?asOf={then}",
            ["trial balance then, by effective"] = then => $"trial-balance?asOf={then}&basis=EFFECTIVE",
            ["balance now"] = _ => $"workers/{worker}/balance",
            ["first page of a statement"] = _ => $"workers/{worker}",
            ["first page of a range"] = then => $"workers/{worker}?from={then}",
        };
        // Plans are made, and remembered, before anything is counted.
        foreach (var path in reads.Values) await Ask(path);
        var measured = new Dictionary<string, (double, double)>();
        var pages = new Pages(system, "ledger", "worker_accounts", "entries", "lines", "worker_totals", "account_totals", "account_movements", "issued_statements");
        await pages.Next();
        foreach (var (name, path) in reads)
        {
            var times = await Ask(path);
            measured[name] = (await pages.Next() / (double)Asked, times.At(0.5));
        }

        return measured;
    }

    private async Task<Percentiles> Ask(Func<string, string> path)
    {
        // The same moments each time, anywhere in all the time that there is.
        var (random, times) = (new Random(1), new Percentiles());
        for (var i = 0; i < Asked; i++)
        {
            var begin = Stopwatch.GetTimestamp();
            await factory.Get("ledger/" + path(Moment()));
            times.Add(Stopwatch.GetElapsedTime(begin).TotalMilliseconds);
        }

        return times;

        string Moment() => Uri.EscapeDataString((From + (Span * random.NextDouble())).ToString("O", CultureInfo.InvariantCulture));
    }

    // Wages of 1.25, evenly over ten years, each of work of up to ten hours before; without the triggers, which look at each row once more.
    // What is added up of them is what the ledger itself would have added up, of all whole months, days, hours and minutes.
    private async Task Load(Guid worker, int lines)
    {
        await using var connection = await system.Connect("ledger");
        await Do("set session_replication_role = replica; set synchronous_commit = off; set maintenance_work_mem = '256MB'");
        await Do("""
            create temp table loaded as
            select n as sequence, (lpad(to_hex(floor(extract(epoch from booked) * 1000)::bigint), 12, '0') || '7000' || '8' || substr($2::text, 34, 3) || lpad(to_hex(n), 12, '0'))::uuid as id,
                   booked, booked - interval '1 minute' * (n::bigint * 7919 % 600) as effective
            from (select n, $3::timestamptz + $4::interval * (n::float8 / $1) as booked from generate_series(1, $1) n) s
            """, lines, worker, From, Span);
        await Do("""
            insert into worker_accounts (tenant_id, worker_id, currency, balance, sequence, last_booked_time) values ($1, $2, 'EUR', $3 * 1.25, $3, $4);
            """, factory.TenantId, worker, lines, From + Span);
        await Do("""
            insert into entries (tenant_id, id, type, source, effective_time, booked_time, description, details)
            select $1, id, 'WAGE', 'report:' || id || ':' || $2::text, effective, booked, 'Cutting, job 17', '{"jobNumber":17,"stepName":"Cutting","quantity":5,"rate":0.25}' from loaded order by sequence
            """, factory.TenantId, worker);
        await Do("""
            insert into lines (tenant_id, entry_id, number, account, currency, amount, worker_id, balance_after, sequence, effective_time, booked_time, hash)
            select $1, id, s.number, s.account, 'EUR', s.amount, s.worker, s.amount * case when s.number = 1 then sequence end, case when s.number = 1 then sequence end,
                   case when s.number = 1 then effective end, case when s.number = 1 then booked end, case when s.number = 1 then decode(repeat('00', 32), 'hex') end
            from loaded cross join (values (1, 'WORKER_PAYABLE', 1.25, $2::uuid), (2, 'WAGES_EXPENSE', -1.25, null)) as s (number, account, amount, worker) order by sequence, s.number
            """, factory.TenantId, worker);
        await Do("""
            insert into worker_totals (tenant_id, worker_id, span, start, amount)
            select $1, $2, s.span, date_trunc(s.span, effective, 'UTC'), sum(1.25) from loaded cross join (values ('month'), ('day')) as s (span)
            where sequence <= $3 - $3 % 128 group by 3, 4
            """, factory.TenantId, worker, lines);
        await Do("""
            insert into account_totals as t (tenant_id, basis, span, start, account, currency, amount, transaction_currency, transaction_amount)
            select $1, b.basis, s.span, date_trunc(s.span, b.time, 'UTC'), a.account, 'EUR', sum(a.amount), 'EUR', sum(a.amount)
            from loaded cross join lateral (values ('EFFECTIVE', effective), ('BOOKED', booked)) as b (basis, time)
            cross join (values ('month'), ('day'), ('hour'), ('minute')) as s (span) cross join (values ('WORKER_PAYABLE', 1.25), ('WAGES_EXPENSE', -1.25)) as a (account, amount)
            group by 2, 3, 4, 5 on conflict (tenant_id, basis, span, start, account, currency, transaction_currency)
            do update set amount = t.amount + excluded.amount, transaction_amount = t.transaction_amount + excluded.transaction_amount
            """, factory.TenantId);
        await Do("drop table loaded");
        foreach (var table in new[] { "entries", "lines", "worker_totals", "account_totals", "account_movements", "worker_accounts" }) await Do($"vacuum (analyze) {table}");

        Task Do(string sql, params object[] values) => connection.Do(sql, values);
    }
}
