using System.Net;
using FactoryFlow.AppHost.Servers;
using FactoryFlow.Platform.Data;
using FactoryFlow.Testing;
using FactoryFlow.Workflow.Tests.Support;
using FactoryFlow.Workflow.Webhooks;
using Microsoft.Extensions.Logging;

[assembly: AssemblyFixture(typeof(World))]

namespace FactoryFlow.Workflow.Tests.Support;

/// <summary>One PostgreSQL with workflow's database; its RPCs are called directly.</summary>
public sealed class World : IAsyncLifetime
{
    private PostgresServer? _postgres;
    private TestService? _service;

    internal PostgresServer Postgres => _postgres!;

    internal ServiceDatabase Database { get; private set; } = null!;

    internal TenantDb Db => _service!.Db;

    /// <summary>What secrets are sealed with.</summary>
    internal static KeyEncryption Encryption { get; } = new(new byte[32]);

    /// <summary>Webhooks may lead here.</summary>
    internal static AddressPolicy ThisMachine { get; } = new(AllowHttp: true, [IPNetwork.Parse("127.0.0.0/8")]);

    internal Workflow.Definitions.DefinitionCache Cache { get; } = new();

    public async ValueTask InitializeAsync()
    {
        _postgres = await PostgresServer.Start(cancellationToken: Limit.Soon());
        Database = await ServiceDatabase.Create(_postgres, "workflow", Limit.Soon());
        _service = await TestService.Start(Database, typeof(Reasons));
    }

    public async ValueTask DisposeAsync()
    {
        var errors = _service?.Log.From(LogLevel.Error) ?? [];
        if (_service is not null) await _service.DisposeAsync();
        if (_postgres is not null) await _postgres.DisposeAsync();
        errors.ShouldBeEmpty("Nothing in these tests is an error of the service's.");
    }

    /// <summary>The first column of what a statement answers to the superuser.</summary>
    internal Task<List<string>> Look(string sql, params object[] parameters) => Postgres.Look(Database, sql, parameters);
}
