using System.Globalization;
using FactoryFlow.AppHost;

namespace FactoryFlow.Bench;

/// <summary>
/// Whether many tenants cost more than one that does as much: dotnet run -c Release --project bench -- tenants --tenants 100.
/// Completions, credits and reads of statements at 1, 10 and so on up to all tenants, each beside raw transactions over as many tenants.
/// </summary>
internal sealed class Tenants(FactoryFlowSystem system, Options options)
{
    private const int WorkersEach = 20, Readers = 4;

    // Completions and reads a second, of all tenants together, that are light for any machine.
    private const int LightCompletions = 50, LightReads = 50;

    private bool _isWarm;

    public static async Task<int> Run(Options options)
    {
        await using var system = await BenchSystem.Start();
        using var platform = await Operator.SignIn(system);
        var most = options.Number("--tenants", 100);
        Console.WriteLine($"Opening {most} tenants of {WorkersEach} workers ...");
        var factories = await platform.OpenMany(most, WorkersEach);
        var bench = new Tenants(system, options);
        var rows = new List<Row>();
        for (var count = 1; count <= most; count *= 10) rows.Add(await bench.Measure(factories[..count]));
        Console.WriteLine();
        Console.WriteLine($"{"tenants",8} {"raw/s",8} {"done/s",8} {"/ raw",6} {"credits/s",10} {"/ raw",6}   first page p50, p99 ms     balance p50, p99 ms      raw p50, p99 ms   failures");
        foreach (var row in rows) Console.WriteLine(row);
        var first = rows[0];
        Console.WriteLine();
        foreach (var row in rows.Skip(1))
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{row.Tenants} tenants beside 1: completions / raw {row.OfRaw / first.OfRaw:0.00}, credits / raw {row.CreditsOfRaw / first.CreditsOfRaw:0.00}, first page p50 {row.Page.At(0.5) / first.Page.At(0.5):0.00}, balance p50 {row.Balance.At(0.5) / first.Balance.At(0.5):0.00}"));
        return rows.Sum(row => row.Failures) == 0 ? 0 : 1;
    }

    private async Task<Row> Measure(BenchFactory[] factories)
    {
        Console.WriteLine($"{factories.Length} tenants: raw, completions, reads ...");
        // What ran before is warm already, only the tenants are new.
        var warmUp = _isWarm ? options.ShortWarmUp : options.WarmUp;
        _isWarm = true;
        var raw = new Load(options.Clients, warmUp, options.Duration);
        var rawSteps = await WaitingSteps.Seed(system, options.StepsFor(6000, warmUp), factories);
        await raw.Run(RawTransaction.Clients(system, rawSteps));

        var whole = new Load(options.Clients, warmUp, options.Duration);
        var steps = await WaitingSteps.Seed(system, options.StepsFor(2500, warmUp), factories);
        var before = await Credits.Count(system);
        await whole.Run(() => steps.Complete);
        var credits = (await Credits.Count(system) - before) / (warmUp + options.Duration).TotalSeconds;
        await Credits.All(system);

        var (pages, balances, background) = (Reads(), Reads(), new Load(options.Clients, options.ShortWarmUp, options.Duration) { Rate = LightCompletions });
        var light = await WaitingSteps.Seed(system, options.StepsFor(LightCompletions + 10, options.ShortWarmUp) + factories.Length, factories);
        await Task.WhenAll(
            background.Run(() => light.Complete),
            pages.Run(() => Reading(factories, worker => $"ledger/workers/{worker}?pageSize=10")),
            balances.Run(() => Reading(factories, worker => $"ledger/workers/{worker}/balance")));
        await Credits.All(system);
        return new Row(factories.Length, raw, whole, credits, pages.Latency, balances.Latency, raw.Failures + whole.Failures + pages.Failures + balances.Failures + background.Failures);
    }

    private Load Reads() => new(Readers, options.ShortWarmUp, options.Duration) { Rate = LightReads };

    // Any worker of any tenant.
    private static Func<Task<Guid?>> Reading(BenchFactory[] factories, Func<Guid, string> path) => async () =>
    {
        var factory = factories[Random.Shared.Next(factories.Length)];
        var worker = factory.WorkerIds[Random.Shared.Next(factory.WorkerIds.Count)];
        await factory.Get(path(worker));
        return worker;
    };

    private sealed record Row(int Tenants, Load Raw, Load Whole, double Credits, Percentiles Page, Percentiles Balance, long Failures)
    {
        public double OfRaw => Whole.PerSecond / Raw.PerSecond;

        public double CreditsOfRaw => Credits / Raw.PerSecond;

        public override string ToString() => string.Create(CultureInfo.InvariantCulture,
            $"{Tenants,8} {Raw.PerSecond,8:0} {Whole.PerSecond,8:0} {OfRaw,6:0.00} {Credits,10:0} {CreditsOfRaw,6:0.00} {Pair(Page),24} {Pair(Balance),24} {Pair(Raw.Latency),20} {Failures,10}");

        private static string Pair(Percentiles of) => string.Create(CultureInfo.InvariantCulture, $"{of.At(0.5):0.00}  {of.At(0.99):0.00}");
    }
}
