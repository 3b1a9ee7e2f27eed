using FactoryFlow.AppHost.Servers;
using FactoryFlow.Events;
using FactoryFlow.Events.Production;
using FactoryFlow.Platform.Messages;
using FactoryFlow.Platform.Tests.Sagas;
using FactoryFlow.Testing;
using Google.Protobuf.WellKnownTypes;
using MassTransit;
using RabbitMQ.Client;

namespace FactoryFlow.Platform.Tests.Support;

/// <summary>A broker, and a service that reacts to facts on a database of its own. Started by the first test that needs it.</summary>
internal sealed class BusWorld : IAsyncDisposable
{
    internal const string Service = "facts";
    private readonly World _world;
    private readonly Lazy<Task<(RabbitMqServer Broker, ServiceDatabase Database, TestService Service)>> _running;

    public BusWorld(World world)
    {
        _world = world;
        _running = new(Task.Run(async () =>
        {
            var broker = await RabbitMqServer.Start(cancellationToken: Limit.Soon());
            var database = await ServiceDatabase.Create(world.Postgres, Service, Limit.Soon());
            return (broker, database, await Start(database, broker));
        }).InTime);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_running.IsValueCreated) return;
        var (broker, _, service) = await _running.Value;
        await service.DisposeAsync();
        await broker.DisposeAsync();
    }

    internal async Task<RabbitMqServer> Broker() => (await _running.Value).Broker;

    internal async Task<TestService> Running() => (await _running.Value).Service;

    /// <summary>Starts it, and waits until its queues are there: a fact that comes before them comes back, and is published again.</summary>
    internal static async Task<TestService> Start(ServiceDatabase database, RabbitMqServer broker)
    {
        var service = await TestService.Start(
            database, typeof(ThingReasons), broker.ConnectionString,
            bus => bus.AddHandler<JobStepCompleted, RememberOnJobStepCompleted>().AddSaga<PairMachine, Pair>("pair-machine"),
            settings: [new("Operations:CollectInterval", "00:00:01")]);
        await Limit.Until(() => Task.FromResult(service.Get<BusKeeper>().Trouble), trouble => trouble is null);
        return service;
    }

    /// <summary>Commits facts in one transaction of their first one's tenant.</summary>
    internal async Task Commit(params IFact[] facts) => await Commit(await Running(), facts);

    internal static Task Commit(TestService service, params IFact[] facts) => Commit(service, TestCall.Of(facts[0].TenantId), facts);

    internal static Task Commit(TestService service, TestCall call, params IFact[] facts) => service.Db.Write(call, new Empty(), tx =>
    {
        foreach (var fact in facts) tx.Publish(fact);
        return Task.FromResult(new Empty());
    }).InTime();

    /// <summary>Puts a message on the bus as another service's relay does.</summary>
    internal async Task Send<T>(params T[] facts) where T : class
    {
        var bus = (await Running()).Get<IBus>();
        await Task.WhenAll(facts.Select(f => bus.Publish(f, Limit.Soon()))).InTime();
    }

    /// <summary>How many things a tenant has, once there are so many; what there is when time is up.</summary>
    internal async Task<int> Things(Guid tenant, int expected) =>
        await Limit.Until(async () => await _world.Postgres.Count((await _running.Value).Database, "things", tenant), n => n >= expected);

    internal async Task<int> Rows(string table, Guid tenant) => await _world.Postgres.Count((await _running.Value).Database, table, tenant);

    internal async Task<List<string>> Look(string sql, params object[] parameters) => await _world.Postgres.Look((await _running.Value).Database, sql, parameters);

    /// <summary>Whether a fact of a tenant's is set aside, once it is or time is up.</summary>
    internal async Task<bool> IsSetAside(string endpoint, Guid eventId) => await Limit.Until(
        async () => (await Look("select state from undeliverable_facts where queue = $1 and event_id = $2 and state = 'OPEN'", $"{Service}-{endpoint}", eventId)).Count == 1, found => found);

    /// <summary>A channel to the broker, beside the service.</summary>
    internal async Task<IChannel> Channel() =>
        await (await new ConnectionFactory { Uri = new Uri((await Broker()).ConnectionString) }.CreateConnectionAsync(Limit.Soon())).CreateChannelAsync(cancellationToken: Limit.Soon());
}
