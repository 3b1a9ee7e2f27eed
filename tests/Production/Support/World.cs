using Dapper;
using FactoryFlow.AppHost.Servers;
using FactoryFlow.Platform.Data;
using FactoryFlow.Platform.Tenants;
using FactoryFlow.Production.Clients;
using FactoryFlow.Production.HeldReports;
using FactoryFlow.Production.Tests.Support;
using FactoryFlow.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;

[assembly: AssemblyFixture(typeof(World))]

namespace FactoryFlow.Production.Tests.Support;

/// <summary>One PostgreSQL with production's database; its RPCs are called directly.</summary>
public sealed class World : IAsyncLifetime
{
    private PostgresServer? _postgres;
    private TestService? _service;

    internal PostgresServer Postgres => _postgres!;

    internal ServiceDatabase Database { get; private set; } = null!;

    internal TestService Service => _service!;

    internal TenantDb Db => Service.Db;

    internal FakeTenancy Tenancy { get; } = new();

    internal FakeIdentity Identity { get; } = new();

    internal TenantConfigClient Configs => new(new TenantConfigs(Tenancy, TimeProvider.System, Service.Log.For<TenantConfigs>()));

    public async ValueTask InitializeAsync()
    {
        _postgres = await PostgresServer.Start(cancellationToken: Limit.Soon());
        Database = await ServiceDatabase.Create(_postgres, "production", Limit.Soon());
        _service = await TestService.Start(Database, typeof(Reasons), services: s => s.AddHostedService<ReleaseOnDue>());
    }

    public async ValueTask DisposeAsync()
    {
        var errors = _service?.Log.From(LogLevel.Error) ?? [];
        if (_service is not null) await _service.DisposeAsync();
        if (_postgres is not null) await _postgres.DisposeAsync();
        errors.ShouldBeEmpty("Nothing in these tests is an error of the service's.");
    }

    /// <summary>How PostgreSQL answers a question as the application's role, where it may neither read all rows nor sort.</summary>
    internal async Task<string> Plan(Guid tenant, string sql)
    {
        await using var connection = new NpgsqlConnection(Database.AppConnectionString);
        await connection.OpenAsync(Limit.Soon());
        await connection.ExecuteAsync($"select set_config('app.tenant_id', '{tenant}', false), set_config('enable_seqscan', 'off', false), set_config('enable_bitmapscan', 'off', false), set_config('enable_sort', 'off', false)");
        return string.Join('\n', await connection.QueryAsync<string>("explain " + sql));
    }

    /// <summary>The first column of what a statement answers to the superuser.</summary>
    internal Task<List<string>> Look(string sql, params object[] parameters) => Postgres.Look(Database, sql, parameters);
}
