using System.Globalization;

namespace FactoryFlow.Chaos.Tests;

/// <summary>
/// The main job, exactly once, whatever happens meanwhile. FACTORYFLOW_CHAOS_STEPS says how many steps are completed undisturbed;
/// a quarter of them is work enough to be disturbed twice.
/// One system serves them all, one after the other; each looks at everything that was ever earned in it.
/// </summary>
public sealed class ExactlyOnceTests(Floor floor, ITestOutputHelper output)
{
    // Generous, for a machine that does much else: these tests say what is counted, bench/ says how fast.
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(8), s_wholeLimit = TimeSpan.FromMinutes(12);

    private readonly Books _books = new(floor);

    private static int Steps => int.TryParse(Environment.GetEnvironmentVariable("FACTORYFLOW_CHAOS_STEPS"), CultureInfo.InvariantCulture, out var steps) ? steps : 10_000;

    private static int StepsOfDisturbed => Steps / 4;

    [Fact]
    public Task Every_step_is_credited_once_though_each_completion_is_sent_twice() => Watched(async () =>
    {
        floor.System.NewErrors();
        await Through(new Shift(floor, Steps));
        floor.System.NewErrors().ShouldBeEmpty();
    });

    [Fact]
    public Task Every_step_is_credited_once_though_the_ledger_is_killed_in_the_middle() => Watched(() =>
        Through(new Shift(floor, StepsOfDisturbed).When(0.3, () => KillAndWait("ledger")).When(0.6, () => KillAndWait("ledger"))));

    [Fact]
    public Task Every_step_is_credited_once_though_the_broker_is_away_in_the_middle() => Watched(async () =>
    {
        await Through(new Shift(floor, StepsOfDisturbed).When(0.3, () => floor.System.Handle.Stop("rabbitmq")).When(0.6, () => floor.System.Handle.StartAgain("rabbitmq", Soon())));
        await Eventually.Sees(Health, health => health == 200);
    });

    [Fact]
    public Task Every_step_is_credited_once_though_production_is_killed_in_the_middle() => Watched(() =>
        Through(new Shift(floor, StepsOfDisturbed).When(0.3, () => KillAndWait("production")).When(0.6, () => KillAndWait("production"))));

    [Fact]
    public Task While_the_broker_is_away_nothing_is_ready_and_the_work_goes_on() => Watched(async () =>
    {
        await floor.System.Handle.Stop("rabbitmq");
        await Eventually.Sees(Health, health => health == 503);
        await new Shift(floor, Floor.Steps).Work(s_limit);
        await floor.System.Handle.StartAgain("rabbitmq", Soon());
        await Eventually.Sees(Health, health => health == 200, s_limit);
        await _books.Settle(s_limit);
        await _books.ShouldBeRight();
    });

    [Fact]
    public Task Facts_that_the_broker_gives_up_on_are_set_aside_and_can_be_brought_back() => Watched(async () =>
    {
        await floor.System.Handle.Stop("ledger");
        await new Shift(floor, Floor.Steps).Work(s_limit);
        await Eventually.Sees(_books.Waiting, waiting => waiting == 0);
        await using var broker = await Broker.Open(floor.System);
        await Eventually.Sees(() => broker.Count(Books.Queue), count => count == Floor.Steps);
        for (var delivery = 0; delivery < 25; delivery++) await broker.TakeAndDie(Books.Queue);
        await Eventually.Sees(() => broker.Count(Books.SetAside), count => count == Floor.Steps);
        await broker.Move(Books.SetAside, Books.Queue);
        await floor.System.Handle.StartAgain("ledger", Soon());
        await _books.Settle(s_limit);
        await _books.ShouldBeRight();
    });

    // Nothing here waits for ever, and whoever reads of a failure sees the state that it left.
    private async Task Watched(Func<Task> test)
    {
        try
        {
            await test().WaitAsync(s_wholeLimit);
        }
        catch (Exception)
        {
            output.WriteLine(await Picture.Of(floor.System));
            throw;
        }
    }

    private async Task Through(Shift shift)
    {
        var worked = await shift.Work(s_limit);
        var clock = System.Diagnostics.Stopwatch.StartNew();
        await _books.Settle(s_limit);
        // A wage behind everything else: when it is credited, whatever was delivered twice has been handled, too.
        await new Shift(floor, Floor.Steps).Work(s_limit);
        await _books.Settle(s_limit);
        var settled = clock.Elapsed;
        await _books.ShouldBeRight();
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{shift}: worked {worked.TotalSeconds:0.0} s, settled after {settled.TotalSeconds:0.0} s, checked after {clock.Elapsed.TotalSeconds:0.0} s"));
    }

    private async Task KillAndWait(string service)
    {
        await floor.System.Handle.Kill(service);
        await floor.System.Handle.WaitUntilReady(service, Soon());
    }

    private async Task<int> Health() => (await floor.System.Anybody.Get("/health/ready")).Status;

    private static CancellationToken Soon() => new CancellationTokenSource(TimeSpan.FromMinutes(2)).Token;
}
