using System.Globalization;
using FactoryFlow.AppHost;
using FactoryFlow.Bench;

// What the running system does beside what its database could do at most, in one run: dotnet run -c Release --project bench
var clients = Number("--clients", 16);
var seconds = Number("--seconds", 10);
var rate = Number("--rate", 1000);
// Long enough for the runtime to have compiled the hot paths for good.
var warmUp = TimeSpan.FromSeconds(10);
var duration = TimeSpan.FromSeconds(seconds);

Console.WriteLine("Starting the system ...");
await using var system = await FactoryFlowSystem.Start();
using var factory = await BenchFactory.Open(system);
if (args is ["balances", ..]) return await Balances.Run(system, factory, Number("--lines", 1_000_000));

var raw = new Load(clients, warmUp, duration);
Console.WriteLine($"Raw: {clients} connections run the transaction of a completion on PostgreSQL ...");
var rawSteps = await factory.SeedSteps(120_000);
var rawCpu = new CpuShare(system);
await raw.Run(RawTransaction.Clients(system.Database("production").AppConnectionString, factory, rawSteps));
var rawShare = rawCpu.PerCompletion(120_000 - rawSteps.Count);
Report("raw transactions", raw);
Console.WriteLine($"processor microseconds for each raw transaction: {rawShare}");

await system.Stop("ledger");
var completions = new Load(clients, warmUp, duration);
Console.WriteLine($"Completions: {clients} clients complete steps through the gateway, the ledger is stopped ...");
var completionSteps = await factory.SeedSteps(80_000);
var completionCpu = new CpuShare(system);
await completions.Run(factory.Clients(completionSteps));
var completionShare = completionCpu.PerCompletion(80_000 - completionSteps.Count);
await system.StartAgain("ledger");
await factory.AllCredited();

var whole = new Load(clients, warmUp, duration);
Console.WriteLine($"Whole job: {clients} clients complete steps through the gateway, every credit is posted meanwhile ...");
var before = await factory.Credits();
var wholeSteps = await factory.SeedSteps(80_000);
var wholeCpu = new CpuShare(system);
await whole.Run(factory.Clients(wholeSteps));
var wholeShare = wholeCpu.PerCompletion(80_000 - wholeSteps.Count);
var creditedMeanwhile = await factory.Credits() - before;
await factory.AllCredited();

Console.WriteLine($"Visible: {rate} completions a second are offered ...");
var steps = await factory.SeedSteps(rate * (seconds + 12));
await using var watch = await CreditWatch.Start(system.Database("ledger").AppConnectionString, factory.TenantId);
var offered = new Load(clients * 4, warmUp, duration) { Rate = rate, Answered = watch.Answered };
await offered.Run(factory.Clients(steps));
await factory.AllCredited();
var visible = await watch.Finish();

Console.WriteLine();
Report("raw transactions", raw);
Report("completions", completions);
Report("completions, credits posted meanwhile", whole);
Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"credits posted during that run      {creditedMeanwhile / (duration + warmUp).TotalSeconds,8:0}/s"));
Report($"offered {rate}/s", offered);
Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"from answer to visible credit        p50 {visible.At(0.50),6:0.00} ms   p99 {visible.At(0.99),6:0.00} ms   ({visible.Count} credits)"));
Console.WriteLine();
Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"completions / raw                    {completions.PerSecond / raw.PerSecond:0.00}"));
Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"completions with credits / raw       {whole.PerSecond / raw.PerSecond:0.00}"));
Console.WriteLine();
Console.WriteLine($"processor microseconds for each completion: {completionShare}");
Console.WriteLine($"with credits posted meanwhile:              {wholeShare}");
return raw.Failures + completions.Failures + whole.Failures + offered.Failures == 0 ? 0 : 1;

int Number(string option, int otherwise) => Array.IndexOf(args, option) is >= 0 and var i && i + 1 < args.Length ? int.Parse(args[i + 1], CultureInfo.InvariantCulture) : otherwise;

static void Report(string what, Load load) =>
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
        $"{what,-36} {load.PerSecond,7:0}/s   p50 {load.Latency.At(0.50),6:0.00} ms   p99 {load.Latency.At(0.99),6:0.00} ms   failures {load.Failures}"));
