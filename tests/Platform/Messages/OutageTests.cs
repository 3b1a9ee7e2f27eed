using FactoryFlow.AppHost.Servers;
using FactoryFlow.Platform.Hosting;
using FactoryFlow.Platform.Tests.Support;
using FactoryFlow.Testing;
using MassTransit;
using Microsoft.Extensions.Logging;

namespace FactoryFlow.Platform.Tests.Messages;

/// <summary>Servers of its own, since it takes them away.</summary>
public sealed class OutageTests
{
    private const int MoreThanRetried = 5;
    private readonly Guid _tenant = Guid.NewGuid();

    [Fact]
    public async Task Nothing_is_lost_while_the_broker_and_then_the_database_are_away()
    {
        await using var postgres = await PostgresServer.Start(cancellationToken: Limit.Soon());
        await using var broker = await RabbitMqServer.Start(cancellationToken: Limit.Soon());
        var database = await ServiceDatabase.Create(postgres, "outage", Limit.Soon());
        await using var service = await BusWorld.Start(database, broker);

        await BusWorld.Commit(service, Some.Fact(_tenant));
        (await Things(1)).ShouldBe(1);
        await broker.Kill();
        await BusWorld.Commit(service, Some.Fact(_tenant));
        (await Limit.Until(Broker, status => status == "DOWN")).ShouldBe("DOWN");
        await broker.StartAgain(Limit.Soon());
        (await Things(2)).ShouldBe(2, "the commit did not need the broker, and the fact came when it was back");

        await postgres.Kill();
        // As another service's relay delivers it.
        await service.Get<IBus>().Publish(Some.Fact(_tenant), Limit.Soon()).InTime();
        (await Limit.Until(() => Task.FromResult(Attempts()), n => n > MoreThanRetried)).ShouldBeGreaterThan(MoreThanRetried);
        await postgres.StartAgain(Limit.Soon());
        (await Things(3)).ShouldBe(3, "the delivery waited for the database");
        (await Broker()).ShouldBe("UP");

        async Task<string> Broker() => (await service.Get<Readiness>().Parts(Limit.Soon()))["broker"].Status;

        int Attempts() => service.Log.From(LogLevel.Warning).Count(line => line.StartsWith("The database cannot be used", StringComparison.Ordinal));

        Task<int> Things(int expected) => Limit.Until(() => postgres.Count(database, "things", _tenant), n => n >= expected);
    }
}
