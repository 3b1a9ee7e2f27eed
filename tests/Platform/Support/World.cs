using FactoryFlow.AppHost.Servers;
using FactoryFlow.Platform.Data;
using FactoryFlow.Platform.Tests.Support;
using FactoryFlow.Testing;
using Google.Protobuf.WellKnownTypes;
using Microsoft.Extensions.Logging;

[assembly: AssemblyFixture(typeof(World))]

namespace FactoryFlow.Platform.Tests.Support;

/// <summary>One PostgreSQL and one service of the tests' own, which has no broker: what it publishes stays in its outbox, where tests can look.</summary>
public sealed class World : IAsyncLifetime
{
    private PostgresServer? _postgres;
    private TestService? _service;

    internal PostgresServer Postgres => _postgres!;

    internal ServiceDatabase Database { get; private set; } = null!;

    internal TestService Service => _service!;

    internal TenantDb Db => Service.Db;

    internal BusWorld Bus { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        _postgres = await PostgresServer.Start(cancellationToken: Limit.Soon());
        Database = await ServiceDatabase.Create(_postgres, "things", Limit.Soon());
        Bus = new BusWorld(this);
        _service = await TestService.Start(Database, typeof(ThingReasons));
    }

    public async ValueTask DisposeAsync()
    {
        var errors = _service?.Log.From(LogLevel.Error) ?? [];
        if (_service is not null) await _service.DisposeAsync();
        if (Bus is not null) await Bus.DisposeAsync();
        if (_postgres is not null) await _postgres.DisposeAsync();
        errors.ShouldBeEmpty("Nothing in these tests is an error of the service's.");
    }

    /// <summary>Writes one thing.</summary>
    internal Task<StringValue> Add(TestCall call, string name, Action? meanwhile = null) => Db.Write(call, new StringValue { Value = name }, tx =>
    {
        meanwhile?.Invoke();
        var id = tx.NewId();
        tx.Write($"insert into things (tenant_id, id, name) values ({tx.TenantId}, {id}, {name})");
        return Task.FromResult(new StringValue { Value = id.ToString() });
    }).InTime();

    /// <summary>How many things a tenant has.</summary>
    internal Task<int> Things(Guid tenant) => Postgres.Count(Database, "things", tenant);
}
