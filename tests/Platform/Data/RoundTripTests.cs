using FactoryFlow.Events.Production;
using FactoryFlow.Platform.Tests.Support;
using FactoryFlow.Testing;
using Google.Protobuf.WellKnownTypes;

namespace FactoryFlow.Platform.Tests.Data;

/// <summary>Round trips are what a call costs, so their number is a promise.</summary>
public sealed class RoundTripTests(World world) : IAsyncLifetime
{
    private readonly Guid _tenant = Guid.NewGuid();
    private PostgresProxy? _proxy;
    private TestService? _service;

    public async ValueTask InitializeAsync()
    {
        _proxy = new PostgresProxy(world.Postgres.Port);
        var database = world.Database with { AppConnectionString = _proxy.Through(world.Database.AppConnectionString) };
        _service = await TestService.Start(database, typeof(ThingReasons));
        // Opens the connection, and lets its statements be prepared as they are in a service that has run for a while.
        for (var i = 0; i < 3; i++) await All();
    }

    public async ValueTask DisposeAsync()
    {
        if (_service is not null) await _service.DisposeAsync();
        if (_proxy is not null) await _proxy.DisposeAsync();
    }

    [Fact]
    public async Task A_call_costs_as_many_round_trips_as_it_must_and_no_more()
    {
        (await Cost(() => Read())).ShouldBe(1, "a read");
        (await Cost(() => Write(null, reads: false))).ShouldBe(1, "a write");
        (await Cost(() => Write(null, reads: true))).ShouldBe(2, "a write that reads first");
        (await Cost(() => Write("k1", reads: false))).ShouldBe(2, "a write with a key");
        (await Cost(() => Write("k2", reads: true))).ShouldBe(2, "a write with a key that reads first");
        (await Cost(() => Write("k2", reads: true))).ShouldBe(2, "a repeated call: its claim, and the end of the transaction");
        // What the database asks to be done again costs again, as it may on a busy machine; it does not each time.
        int[] costs = [await CostOfFacts(), await CostOfFacts(), await CostOfFacts()];
        costs.Min().ShouldBe(2, "facts of two tenants");

        Task<int> CostOfFacts() => Cost(() => Handle(Some.Fact(_tenant), Some.Fact(Guid.NewGuid())));
    }

    private async Task All()
    {
        await Read();
        await Write(null, reads: false);
        await Write(null, reads: true);
        await Write(Guid.NewGuid().ToString(), reads: true);
        await Handle(Some.Fact(_tenant));
    }

    private async Task<int> Cost(Func<Task> call)
    {
        var before = _proxy!.RoundTrips;
        await call();
        return _proxy.RoundTrips - before;
    }

    private Task Read() => _service!.Db.Read(TestCall.Of(_tenant), tx => tx.All<string>($"select name from things where tenant_id = {tx.TenantId}")).InTime();

    private Task Write(string? key, bool reads) => _service!.Db.Write(TestCall.Of(_tenant, key), new BoolValue { Value = reads }, async tx =>
    {
        if (reads) await tx.One<int>($"select count(*)::int from things where tenant_id = {tx.TenantId}");
        tx.Write($"insert into things (tenant_id, id, name) values ({tx.TenantId}, {tx.NewId()}, {Guid.NewGuid().ToString()})");
        tx.Audit("thing.created", "thing", _tenant);
        return new Empty();
    }).InTime();

    private Task Handle(params JobStepCompleted[] facts) => _service!.Db.Handle("RoundTrips", facts, (tx, _) =>
    {
        tx.Ask<int>($"select count(*)::int from things where tenant_id = {tx.TenantId}");
        return fresh => tx.Write($"insert into things (tenant_id, id, name) values ({tx.TenantId}, {tx.NewId()}, {fresh[0].EventId.ToString()})");
    }, Limit.Soon()).InTime();
}
