using FactoryFlow.AppHost.Servers;
using FactoryFlow.Events.Production;
using FactoryFlow.Platform.Tests.Support;
using FactoryFlow.Testing;

namespace FactoryFlow.Platform.Tests.Messages;

/// <summary>Servers of its own, whose broker knows no queue yet.</summary>
public sealed class EarlyFactTests
{
    private readonly Guid _tenant = Guid.NewGuid();

    [Fact]
    public async Task A_fact_without_a_consumer_waits_in_the_outbox_until_there_is_one()
    {
        await using var postgres = await PostgresServer.Start(cancellationToken: Limit.Soon());
        await using var broker = await RabbitMqServer.Start(cancellationToken: Limit.Soon());
        var database = await ServiceDatabase.Create(postgres, "early", Limit.Soon());
        await using (var publisher = await TestService.Start(database, typeof(ThingReasons), broker.ConnectionString, _ => { }))
        {
            await BusWorld.Commit(publisher, Some.Fact(_tenant), Some.Announcement(_tenant));
            var waiting = await Limit.Until(() => postgres.Look(database, "select type from outbox where tenant_id = $1", _tenant), types => types.Count == 1);
            waiting.ShouldBe([typeof(JobStepCompleted).FullName!], "the broker had no queue for it, and it held up nobody");
        }

        await using var consumer = await BusWorld.Start(database, broker);
        (await Limit.Until(() => postgres.Count(database, "things", _tenant), n => n == 1)).ShouldBe(1);
    }
}
