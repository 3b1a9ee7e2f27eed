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
        await new LedgerLines(system, factory).Load(worker, lines);
        // Millions take longer than a token lives.
        await factory.SignIn();
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

        string Moment() => Uri.EscapeDataString((LedgerLines.From + (LedgerLines.Span * random.NextDouble())).ToString("O", CultureInfo.InvariantCulture));
    }
}
