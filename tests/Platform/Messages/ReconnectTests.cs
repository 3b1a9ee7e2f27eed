using FactoryFlow.AppHost.Servers;
using FactoryFlow.Events.Production;
using FactoryFlow.Platform.Hosting;
using FactoryFlow.Platform.Messages;
using FactoryFlow.Platform.Tests.Support;
using FactoryFlow.Testing;
using MassTransit;

namespace FactoryFlow.Platform.Tests.Messages;

/// <summary>
/// The connection to the broker is lost behind each of the answers that a consumer needs to begin, or the broker falls silent there.
/// Without <see cref="BusKeeper" />, consumers stay away for good from several of these places.
/// </summary>
public sealed class ReconnectTests(World world)
{
    private const int FirstQueueDeclared = 5, FirstFactBehindConsume = 15;
    private static readonly TimeSpan LongerThanMassTransitWaits = TimeSpan.FromSeconds(25);

    [Fact]
    public async Task Wherever_the_connection_is_lost_again_the_consumer_comes_back() => (await Task.WhenAll(Places.Select(frames => ComesBack(frames)))).ShouldAllBe(back => back == "");

    [Fact]
    public async Task Wherever_the_connection_is_lost_at_the_start_the_consumer_comes() => (await Task.WhenAll(Places.Select(frames => Comes(frames)))).ShouldAllBe(back => back == "");

    [Fact]
    public async Task A_broker_that_falls_silent_is_found_again_and_meanwhile_the_service_is_not_ready() =>
        (await Task.WhenAll(new[] { 6, 9, 12 }.Select(frames => ComesBack(frames, LongerThanMassTransitWaits)))).ShouldAllBe(back => back == "");

    private static IEnumerable<int> Places => Enumerable.Range(FirstQueueDeclared, FirstFactBehindConsume - FirstQueueDeclared);

    private async Task<string> ComesBack(int frames, TimeSpan silence = default)
    {
        await using var proxy = new AmqpProxy((await world.Bus.Broker()).ConnectionString);
        await using var service = await Start(proxy, $"again{frames}{(silence > default(TimeSpan) ? "silent" : "")}");
        await Until(service, "UP");
        proxy.LoseNextAfter(frames, silence);
        proxy.LoseAll();
        await Until(service, "DOWN");
        return await Receives(service, proxy, frames);
    }

    private async Task<string> Comes(int frames)
    {
        await using var proxy = new AmqpProxy((await world.Bus.Broker()).ConnectionString);
        proxy.LoseNextAfter(frames);
        await using var service = await Start(proxy, $"first{frames}");
        return await Receives(service, proxy, frames);
    }

    private static async Task<string> Receives(TestService service, AmqpProxy proxy, int frames)
    {
        await Limit.Until(() => Task.FromResult(proxy.WasLost), lost => lost);
        var broker = await Until(service, "UP");
        var fact = Some.Fact(Guid.NewGuid());
        await service.Get<IBus>().Publish(fact, Limit.Soon()).InTime();
        var received = await Limit.Until(() => Task.FromResult(service.Get<RememberOnJobStepCompleted>().Deliveries(fact.EventId)), n => n > 0);
        return (proxy.WasLost, broker, received) is (true, "UP", > 0) ? "" : $"behind {frames} frames: {broker}, received {received}";
    }

    private async Task<TestService> Start(AmqpProxy proxy, string name) => await TestService.Start(
        await ServiceDatabase.Create(world.Postgres, name, Limit.Soon()), typeof(ThingReasons), proxy.ConnectionString,
        bus => bus.AddHandler<JobStepCompleted, RememberOnJobStepCompleted>(),
        // The connection that is lost is the bus's.
        settings: [new("Operations:CollectInterval", "1.00:00:00")]);

    private static Task<string> Until(TestService service, string status) =>
        Limit.Until(async () => (await service.Get<Readiness>().Parts(Limit.Soon()))["broker"].Status, s => s == status);
}
