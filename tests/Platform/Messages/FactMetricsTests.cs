using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using FactoryFlow.AppHost.Servers;
using FactoryFlow.Events.Production;
using FactoryFlow.Platform.Tests.Support;
using FactoryFlow.Testing;

namespace FactoryFlow.Platform.Tests.Messages;

/// <summary>What an operator's Prometheus reads.</summary>
public sealed class FactMetricsTests(World world)
{
    [Fact]
    public async Task What_waits_in_the_outbox_what_went_out_and_what_was_handled_is_read_at_a_port_of_this_machine_only()
    {
        var database = await ServiceDatabase.Create(world.Postgres, "measured" + Guid.NewGuid().ToString("N")[..8], Limit.Soon());
        var tenant = Guid.NewGuid();
        await using (var service = await TestService.Start(database, typeof(ThingReasons)))
            await service.Db.As(tenant, tx =>
            {
                for (var i = 0; i < 3; i++) tx.Publish(Some.Fact(tenant) with { OccurredAt = DateTimeOffset.UtcNow.AddHours(-1) });
                return Task.FromResult(true);
            }, Limit.Soon());

        var waiting = await Measured(database, TestService.NoBroker, text => Value(text, "factoryflow_outbox_facts") == 3 && Value(text, "factoryflow_outbox_age_seconds") > 3500);
        Value(waiting, "factoryflow_outbox_facts").ShouldBe(3, waiting);
        waiting.ShouldContain("dotnet_process_memory_working_set");
        var gone = await Measured(database, (await world.Bus.Broker()).ConnectionString, text => Value(text, "factoryflow_facts_handled_total") >= 3);
        // Other services of this process count into the same.
        Value(gone, "factoryflow_facts_handled_total").ShouldBeGreaterThanOrEqualTo(3, gone);
        gone.ShouldContain("factoryflow_facts_published_total");
        gone.ShouldContain($"type=\"{nameof(JobStepCompleted)}\"");
        gone.ShouldContain($"handler=\"{RememberOnJobStepCompleted.Name}\"");
    }

    [Fact]
    public async Task A_fact_that_nobody_can_read_keeps_nobody_from_seeing_that_it_waits()
    {
        var database = await ServiceDatabase.Create(world.Postgres, "unreadable" + Guid.NewGuid().ToString("N")[..8], Limit.Soon());
        await using (await TestService.Start(database, typeof(ThingReasons)))
            await world.Postgres.Look(database, "insert into outbox (tenant_id, event_id, type, body) values ($1, $1, 'unreadable:X', 'no json') returning 1", Guid.NewGuid());
        var text = await Measured(database, TestService.NoBroker, text => Value(text, "factoryflow_outbox_facts") == 1);
        Value(text, "factoryflow_outbox_facts").ShouldBe(1, text);
    }

    [Fact]
    public async Task What_waits_in_each_queue_and_what_it_gave_up_on_is_measured_by_the_service_whose_it_is()
    {
        var database = await ServiceDatabase.Create(world.Postgres, "queues" + Guid.NewGuid().ToString("N")[..8], Limit.Soon());
        await using (await TestService.Start(database, typeof(ThingReasons)))
            await world.Postgres.Look(database, $"{UndeliverableFact(database.Name)} returning 1", Guid.NewGuid());
        var text = await Measured(database, (await world.Bus.Broker()).ConnectionString, text => Says(text, "factoryflow_queue_messages", 0) && Says(text, "factoryflow_undeliverable_facts", 1));
        (Says(text, "factoryflow_queue_messages", 0), Says(text, "factoryflow_queue_consumers", 1), Says(text, "factoryflow_undeliverable_facts", 1)).ShouldBe((true, true, true), text);

        bool Says(string text, string name, int value) =>
            Regex.IsMatch(text, $@"^{name}\{{[^}}]*queue=""{database.Name}-{RememberOnJobStepCompleted.Name}""[^}}]*\}} {value}\b", RegexOptions.Multiline);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("many")]
    public async Task A_port_that_is_none_stops_the_start(string port) =>
        (await Should.ThrowAsync<InvalidOperationException>(() => TestService.Start(world.Database, typeof(ThingReasons), settings: [new("Metrics:Port", port)]))).Message.ShouldContain("Metrics__Port");

    private static async Task<string> Measured(ServiceDatabase database, string broker, Func<string, bool> isRight)
    {
        var port = FreePort();
        await using var service = await TestService.Start(database, typeof(ThingReasons), broker, bus => bus.AddHandler<JobStepCompleted, RememberOnJobStepCompleted>(), settings: [new("Metrics:Port", $"{port}"), new("Operations:CollectInterval", "00:00:01")]);
        using var http = new HttpClient();
        return await Limit.Until(() => http.GetStringAsync(new Uri($"http://127.0.0.1:{port}/metrics"), TestContext.Current.CancellationToken), isRight);
    }

    private static double Value(string text, string name) =>
        Regex.Match(text, $@"^{name}(?:\{{[^}}]*\}})? ([0-9.e+]+)", RegexOptions.Multiline) is { Success: true } match ? double.Parse(match.Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture) : -1;

    private static string UndeliverableFact(string service) => $"""
        insert into undeliverable_facts (tenant_id, id, queue, message_key, state, type, body, properties, size_bytes, problem, delivery_hash, failures, create_time, fail_time)
        values ($1, $1, '{service}-{RememberOnJobStepCompleted.Name}', 'k', 'OPEN', '', '', '{"{}"}', 0, '', '', 1, now(), now())
        """;

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
