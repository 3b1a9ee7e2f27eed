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
    private const string Service = "facts";
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
            bus => bus.AddHandler<JobStepCompleted, RememberOnJobStepCompleted>().AddSaga<PairMachine, Pair>("pair-machine"));
        await Limit.Until(() => Task.FromResult(service.Get<BusKeeper>().Trouble), trouble => trouble is null);
        return service;
    }

    /// <summary>Commits facts in one transaction of their first one's tenant.</summary>
    internal async Task Commit(params IFact[] facts) => await Commit(await Running(), facts);

    internal static Task Commit(TestService service, params IFact[] facts) => service.Db.Write(TestCall.Of(facts[0].TenantId), new Empty(), tx =>
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

    /// <summary>Whether a message that holds this text comes to the error queue of an endpoint.</summary>
    internal async Task<bool> ReachesErrorQueue(string endpoint, string text)
    {
        var factory = new ConnectionFactory { Uri = new Uri((await Broker()).ConnectionString) };
        return await Limit.Until(async () =>
        {
            try
            {
                await using var connection = await factory.CreateConnectionAsync(Limit.Soon());
                // Closing the channel puts back what was only looked at.
                await using var channel = await connection.CreateChannelAsync(cancellationToken: Limit.Soon());
                while (await channel.BasicGetAsync($"{Service}-{endpoint}_error", autoAck: false, Limit.Soon()) is { } message)
                    if (System.Text.Encoding.UTF8.GetString(message.Body.Span).Contains(text, StringComparison.Ordinal)) return true;
            }
            catch (RabbitMQ.Client.Exceptions.OperationInterruptedException)
            {
                // The queue is made with its first message, and answers a moment later.
            }

            return false;
        }, found => found);
    }
}
