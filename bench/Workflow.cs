using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using System.Text.Json;
using FactoryFlow.AppHost;

namespace FactoryFlow.Bench;

/// <summary>
/// Starts, transitions and timers through the running system beside the same SQL alone, and whether any of it depends on how much there is:
/// dotnet run -c Release --project bench -- workflow --instances 1000000 --history 10000000
/// </summary>
internal sealed class Workflow(FactoryFlowSystem system, BenchFactory factory, Options options)
{
    /// <summary>What the instances run on: a circle with a task in it, and a way out with a timer.</summary>
    public const string Definition = "bench";

    private const string Yaml = """
        states:
          - { id: open, type: start }
          - { id: checking, type: manual, assignTo: { role: admin } }
          - { id: drying, type: waitForTimer, duration: PT1H }
          - { id: done, type: end }
        transitions:
          - { id: check, from: open, to: checking }
          - { id: checked, from: checking, to: open }
          - { id: dry, from: open, to: drying }
          - { id: dried, from: drying, to: done }
        """;

    // As many as a process of the service fires beside each other; and what is light for it.
    private const int TimersSideBySide = 4, LightTimers = 50, Asked = 200;

    private static readonly byte[] StartBody = Encoding.UTF8.GetBytes($$$"""{"definition":"{{{Definition}}}","context":{"item":"A","quantity":10}}""");
    private static readonly byte[] Check = """{"transition":"check"}"""u8.ToArray(), Checked = """{"transition":"checked"}"""u8.ToArray();
    private readonly Instances _instances = new(system, factory);
    private readonly Pages _pages = new(system, "workflow", "definitions", "definition_versions", "instances", "history", "tasks", "timers", "activities", "sla_violations");
    private bool _countsPages, _isWarm;
    private long _failures;

    public static async Task<int> Run(Options options)
    {
        await using var system = await BenchSystem.Start();
        using var platform = await Operator.SignIn(system);
        var factory = await platform.Open("bench", workers: 1);
        var definition = await factory.Send("workflows/definitions", new { name = Definition, yaml = Yaml });
        await factory.Send($"workflows/definitions/{definition.GetProperty("id").GetString()}:publish", new { });
        return await new Workflow(system, factory, options).Run(definition.GetProperty("id").GetGuid());
    }

    private async Task<int> Run(Guid definition)
    {
        var instances = options.Number("--instances", 0);
        _countsPages = instances > 0;
        var before = await Measure(definition);
        if (instances > 0)
        {
            await _instances.Load(instances, options.Number("--history", 10 * instances));
            await factory.SignIn();
            var after = await Measure(definition);
            Console.WriteLine();
            Console.WriteLine($"{"",-26} {"before/s",9} {"after/s",9} {"ratio",6}   p50 ms, ratio            pages, ratio");
            foreach (var (name, was) in before) Console.WriteLine(was.Beside(after[name], name));
        }

        return _failures == 0 ? 0 : 1;
    }

    private async Task<Dictionary<string, Measured>> Measure(Guid definition)
    {
        using var raw = new RawWorkflow(system, factory.TenantId, definition);
        var (rawGoing, going) = (new ConcurrentQueue<Going>(), new ConcurrentQueue<Going>());
        var measured = new Dictionary<string, Measured>();
        if (_countsPages) await _pages.Next();
        await Run("raw starts", raw.Starts(rawGoing));
        await Run("starts", () => () => Start(going));
        await Run("raw transitions", raw.Transitions(rawGoing));
        await Run("transitions", () => () => Take(going));
        var like = await _instances.Start("dry");
        await RawFirings();
        await Timers();
        if (_countsPages) await Reads();
        Console.WriteLine();
        Console.WriteLine($"{"",-26} {"/s",8} {"/ raw",6}   p50, p99 ms");
        foreach (var (name, m) in measured) Console.WriteLine(m.Line(name, measured.GetValueOrDefault("raw " + name)));
        return measured;

        async Task Run(string name, Func<Func<Task<Guid?>>> clients, int count = 0)
        {
            Console.WriteLine(name + " ...");
            var load = new Load(count == 0 ? options.Clients : count, _isWarm ? options.ShortWarmUp : options.WarmUp, options.Duration);
            await load.Run(clients);
            _failures += load.Failures;
            measured[name] = new Measured(load.PerSecond, load.Latency.At(0.5), load.Latency.At(0.99)) { Pages = await PagesOf(load.Answers) };
            _isWarm = measured.ContainsKey("transitions") || _isWarm;
        }

        async Task RawFirings()
        {
            // Due when all this is over: the service lets them be.
            await _instances.Wait(like, (int)(1500 * (options.ShortWarmUp + options.Duration).TotalSeconds), TimeSpan.FromDays(1), TimeSpan.Zero);
            if (_countsPages) await _pages.Next();
            await Run("raw timers fired", raw.Firings(new ConcurrentQueue<Guid>(await _instances.Waiting()), await _instances.VersionOf(like)), TimersSideBySide);
        }

        async Task Timers()
        {
            var light = (int)(LightTimers * options.Duration.TotalSeconds);
            Console.WriteLine($"timers, {LightTimers} a second ...");
            await _instances.Wait(like, light, TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(1) / LightTimers);
            var few = await _instances.Drained(light);
            measured[$"timers late, at {LightTimers}/s"] = new Measured(few.PerSecond, few.P50, few.P99);
            var burst = options.Number("--timers", 10_000);
            Console.WriteLine($"{burst} timers within a second ...");
            await _instances.Wait(like, burst, TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(1) / burst);
            if (_countsPages) await _pages.Next();
            var many = await _instances.Drained(burst);
            measured["timers fired"] = new Measured(many.PerSecond, many.P50, many.P99) { Pages = await PagesOf(burst) };
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{burst} timers that became due within a second were through {many.Drained:0.0} s after the last was due; none was more than {many.Places} places away from its turn."));
        }

        async Task Reads()
        {
            foreach (var (name, path) in new[]
                     {
                         ("one instance", $"workflows/instances/{like}"), ("its history", $"workflows/instances/{like}/history"), ("its ways out", $"workflows/instances/{like}/transitions"),
                         ("first page of instances", "workflows/instances?pageSize=20&status=RUNNING"), ("first page of tasks", "tasks?pageSize=20&mine=true"),
                     })
            {
                await factory.Get(path);
                await _pages.Next();
                var (times, begin) = (new Percentiles(), System.Diagnostics.Stopwatch.GetTimestamp());
                for (var i = 0; i < Asked; i++)
                {
                    var asked = System.Diagnostics.Stopwatch.GetTimestamp();
                    await factory.Get(path);
                    times.Add(System.Diagnostics.Stopwatch.GetElapsedTime(asked).TotalMilliseconds);
                }

                measured[name] = new Measured(Asked / System.Diagnostics.Stopwatch.GetElapsedTime(begin).TotalSeconds, times.At(0.5), times.At(0.99)) { Pages = await PagesOf(Asked) };
            }
        }
    }

    private async Task<Guid?> Start(ConcurrentQueue<Going> going)
    {
        using var started = JsonDocument.Parse(await factory.Write("workflows/instances", StartBody));
        var instance = new Going(started.RootElement.GetProperty("id").GetGuid());
        going.Enqueue(instance);
        return instance.Id;
    }

    private async Task<Guid?> Take(ConcurrentQueue<Going> going)
    {
        if (!going.TryDequeue(out var instance)) return null;
        await factory.Write($"workflows/instances/{instance.Id}/transitions", instance.IsChecking ? Checked : Check);
        instance.IsChecking = !instance.IsChecking;
        going.Enqueue(instance);
        return instance.Id;
    }

    private async Task<double> PagesOf(long calls) => _countsPages ? await _pages.Next() / (double)Math.Max(1, calls) : double.NaN;

    private sealed record Measured(double PerSecond, double P50, double P99)
    {
        public double Pages { get; init; } = double.NaN;

        public string Line(string name, Measured? raw) => string.Create(CultureInfo.InvariantCulture,
            $"{name,-26} {PerSecond,8:0} {(raw is null ? "" : (PerSecond / raw.PerSecond).ToString("0.00", CultureInfo.InvariantCulture)),6}   {P50:0.00} {P99:0.00}");

        public string Beside(Measured after, string name) => string.Create(CultureInfo.InvariantCulture,
            $"{name,-26} {PerSecond,9:0} {after.PerSecond,9:0} {after.PerSecond / PerSecond,6:0.00}   {P50,8:0.00} {after.P50,8:0.00} {after.P50 / P50,6:0.00}   {Pages,8:0.0} {after.Pages,8:0.0} {after.Pages / Pages,6:0.00}");
    }
}
