using System.Globalization;

namespace FactoryFlow.Bench;

/// <summary>What the running system does beside what its database could do at most, in one run: dotnet run -c Release --project bench</summary>
internal static class Completions
{
    public static async Task<int> Run(Options options)
    {
        var (clients, rate) = (options.Clients, options.Number("--rate", 1000));
        await using var system = await BenchSystem.Start();
        using var platform = await Operator.SignIn(system);
        var factory = await platform.Open("bench", workers: 200);

        Console.WriteLine($"Raw: {clients} connections run the transaction of a completion on PostgreSQL ...");
        var raw = NewLoad();
        var rawSteps = await WaitingSteps.Seed(system, options.StepsFor(6000, options.WarmUp), factory);
        var rawCpu = new CpuShare(system);
        await raw.Run(RawTransaction.Clients(system, rawSteps));
        Console.WriteLine(raw.Report("raw transactions"));
        Console.WriteLine($"processor microseconds for each raw transaction: {rawCpu.PerCall(rawSteps.Completed)}");

        await system.Stop("ledger");
        Console.WriteLine($"Completions: {clients} clients complete steps through the gateway, the ledger is stopped ...");
        var (completions, completionShare) = await Complete();
        await system.StartAgain("ledger");
        await Credits.All(system);

        Console.WriteLine($"Whole job: {clients} clients complete steps through the gateway, every credit is posted meanwhile ...");
        var before = await Credits.Count(system);
        var (whole, wholeShare) = await Complete();
        var creditedMeanwhile = await Credits.Count(system) - before;
        await Credits.All(system);

        Console.WriteLine($"Visible: {rate} completions a second are offered ...");
        var steps = await WaitingSteps.Seed(system, options.StepsFor(rate, options.WarmUp + TimeSpan.FromSeconds(2)), factory);
        await using var watch = await CreditWatch.Start(system.Database("ledger").AppConnectionString, factory.TenantId);
        var offered = new Load(clients * 4, options.WarmUp, options.Duration) { Rate = rate, Answered = watch.Answered };
        await offered.Run(() => steps.Complete);
        await Credits.All(system);
        var visible = await watch.Finish();

        Console.WriteLine();
        Console.WriteLine(raw.Report("raw transactions"));
        Console.WriteLine(completions.Report("completions"));
        Console.WriteLine(whole.Report("completions, credits posted meanwhile"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"credits posted during that run          {creditedMeanwhile / (options.Duration + options.WarmUp).TotalSeconds,8:0}/s"));
        Console.WriteLine(offered.Report($"offered {rate}/s"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"from answer to visible credit            p50 {visible.At(0.50),6:0.00} ms   p99 {visible.At(0.99),6:0.00} ms   ({visible.Count} credits)"));
        Console.WriteLine();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"completions / raw                        {completions.PerSecond / raw.PerSecond:0.00}"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"completions with credits / raw           {whole.PerSecond / raw.PerSecond:0.00}"));
        Console.WriteLine();
        Console.WriteLine($"processor microseconds for each completion: {completionShare}");
        Console.WriteLine($"with credits posted meanwhile:              {wholeShare}");
        return raw.Failures + completions.Failures + whole.Failures + offered.Failures == 0 ? 0 : 1;

        Load NewLoad() => new(clients, options.WarmUp, options.Duration);

        async Task<(Load Load, string Share)> Complete()
        {
            var load = NewLoad();
            var waiting = await WaitingSteps.Seed(system, options.StepsFor(4000, options.WarmUp), factory);
            var cpu = new CpuShare(system);
            await load.Run(() => waiting.Complete);
            return (load, cpu.PerCall(waiting.Completed));
        }
    }
}
