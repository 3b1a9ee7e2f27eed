using System.Globalization;
using FactoryFlow.AppHost;
using FactoryFlow.AppHost.Processes;

namespace FactoryFlow.Bench;

/// <summary>
/// What becomes of the system when five times as much is asked of it as it can do, and of a quiet tenant beside one that floods it:
/// dotnet run -c Release --project bench -- overload --flood 20
/// </summary>
internal sealed class Overload(FactoryFlowSystem system, Operator platform, Options options)
{
    private const int Times = 5, QuietRate = 50, QuietClients = 16;
    private const double LeastGoodput = 0.85, MostBeside = 2;
    private static readonly string[] Watched = ["gateway", "production", "ledger"];
    private readonly TimeSpan _flood = TimeSpan.FromSeconds(options.Number("--flood", 20));

    public static async Task<int> Run(Options options)
    {
        await using var system = await BenchSystem.Start();
        using var platform = await Operator.SignIn(system);
        return await new Overload(system, platform, options).Run();
    }

    private async Task<int> Run()
    {
        var factory = await platform.Open("loud", workers: 100);
        Console.WriteLine("Capacity: completions in a closed loop ...");
        var peak = new Load(options.Clients * 2, options.WarmUp, options.Duration);
        var steps = await WaitingSteps.Seed(system, options.StepsFor(2500, options.WarmUp), factory);
        await peak.Run(() => steps.Complete);
        Console.WriteLine(peak.Report("capacity"));
        await Credits.All(system);

        var offered = (int)(Times * peak.PerSecond);
        Console.WriteLine($"Overload: {offered}/s are offered for {_flood.TotalSeconds:0} s, at most {Flooding.MostUnderWay} under way ...");
        var floodSteps = await WaitingSteps.Seed(system, CallsThatFindWork(offered, _flood), factory);
        var memory = Watched.ToDictionary(part => part, part => Memory.OfProcess(system, part));
        var over = new OpenLoop(offered, Flooding.MostUnderWay, _flood);
        await over.Run(floodSteps.TryComplete);
        Report(over, peak.PerSecond);
        Console.WriteLine("memory added at most: " + string.Join(", ", memory.Select(part => string.Create(CultureInfo.InvariantCulture, $"{part.Key} {part.Value.Growth():0} MB"))));
        await Credits.All(system);

        Console.WriteLine("Afterwards: the same closed loop once more ...");
        var after = new Load(options.Clients * 2, options.ShortWarmUp, options.Duration);
        steps = await WaitingSteps.Seed(system, options.StepsFor(2500, options.ShortWarmUp), factory);
        await after.Run(() => steps.Complete);
        Console.WriteLine(after.Report("capacity afterwards"));
        await Credits.All(system);

        var goodput = over.Goodput / Math.Max(peak.PerSecond, after.PerSecond);
        var besideLimited = await NoisyNeighbour(factory, offered, Math.Max(60, (int)(peak.PerSecond * 60 / 4)));
        if (goodput < LeastGoodput) Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Missed: goodput is {goodput:0.00} of the better of both capacities; {LeastGoodput:0.00} is the bar."));
        if (besideLimited >= MostBeside) Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Missed: beside a limited flood the others' p99 is {besideLimited:0.00} times what it is alone; below {MostBeside:0} is the bar."));
        var isHonest = over.Statuses.Keys.All(status => status is 200 or 429 or 503) && over.WithoutRetryAfter == 0;
        if (!isHonest) Console.WriteLine("Not every call was either done or told when to come again.");
        return isHonest && goodput >= LeastGoodput && besideLimited < MostBeside && peak.Failures + after.Failures == 0 ? 0 : 1;
    }

    // The quiet tenant alone; beside a loud one that nothing limits; beside one whose plan allows a quarter of what the system can do.
    // Answers how many times as long the quiet tenant's p99 is beside the last.
    private async Task<double> NoisyNeighbour(BenchFactory loud, int offered, int allowedInAMinute)
    {
        await platform.AddPlan("limited", allowedInAMinute);
        var limited = await platform.Open("limited", workers: 100, plan: "limited");
        var quiet = await platform.Open("quiet", workers: 100);
        Console.WriteLine($"A quiet tenant completes {QuietRate} steps a second ...");
        var alone = await Quiet(quiet, null, 0);
        var beside = await Quiet(quiet, loud, offered);
        var besideLimited = await Quiet(quiet, limited, offered, isLimited: true);
        Console.WriteLine();
        Console.WriteLine(alone.Report("quiet tenant alone"));
        Console.WriteLine(beside.Report("beside a flood of another tenant"));
        Console.WriteLine(besideLimited.Report($"the other limited to {allowedInAMinute}/min"));
        var (without, with) = (Ratio(beside), Ratio(besideLimited));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"p99 beside / alone: {without:0.00} without, {with:0.00} with the limit"));
        return with;

        double Ratio(Load load) => load.Latency.At(0.99) / alone.Latency.At(0.99);
    }

    private async Task<Load> Quiet(BenchFactory quiet, BenchFactory? loud, int offered, bool isLimited = false)
    {
        var load = new Load(QuietClients, options.ShortWarmUp, options.Duration) { Rate = QuietRate };
        var steps = await WaitingSteps.Seed(system, options.StepsFor(QuietRate + 10, options.ShortWarmUp), quiet);
        await using (loud is null ? null : await Flood(loud, offered, isLimited)) await load.Run(() => steps.Complete);
        await Credits.All(system);
        return load;
    }

    private async Task<GuardedProcess> Flood(BenchFactory loud, int offered, bool isLimited)
    {
        var steps = await loud.SeedSteps(CallsThatFindWork(offered, isLimited ? 2 * _flood : _flood));
        await WaitingSteps.Settle(system);
        var file = Path.GetTempFileName();
        await File.WriteAllLinesAsync(file, [loud.Token, .. steps.Select(step => $"{step.Job} {step.Id}")]);
        var (said, arguments) = (new LogBuffer(), new[] { "flood", system.GatewayAddress + "api/v1/", offered.ToString(CultureInfo.InvariantCulture), file });
        var flood = GuardedProcess.Start(new LaunchCommand(Environment.ProcessPath!, arguments), said);
        // A limit lets a minute's worth pass at once, which must be used up before it shows.
        var awaited = isLimited ? Flooding.Limited : Flooding.Begun;
        for (var i = 0; i < 450 && said.After(0).All(line => line.Text != awaited); i++) await Task.Delay(100);
        File.Delete(file);
        if (flood.HasExited) throw new InvalidOperationException("There is no flood:\n" + said.Tail());
        return flood;
    }

    // Those that were turned away are tried again: a fifth of the calls finds work for all.
    private static int CallsThatFindWork(int perSecond, TimeSpan duration) => (int)(perSecond * duration.TotalSeconds / Times * 1.5) + Flooding.MostUnderWay;

    private static void Report(OpenLoop loop, double peak)
    {
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"goodput {loop.Goodput:0}/s, of the peak {loop.Goodput / peak:0.00}; held back by the client {loop.HeldBack}"));
        Console.WriteLine("answers: " + string.Join(", ", loop.Statuses.OrderBy(s => s.Key).Select(s => $"{(s.Key == 0 ? "none" : s.Key)} x {s.Value}")) + $"; without Retry-After {loop.WithoutRetryAfter}");
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"accepted p50 {loop.Accepted.At(0.5):0.0} ms, p99 {loop.Accepted.At(0.99):0.0} ms; turned away p50 {loop.TurnedAway.At(0.5):0.0} ms, p99 {loop.TurnedAway.At(0.99):0.0} ms"));
    }
}
