using FactoryFlow.AppHost.Servers;
using FactoryFlow.Identity.Tests.Support;
using Npgsql;

[assembly: AssemblyFixture(typeof(IdentityFixture))]

namespace FactoryFlow.Identity.Tests.Support;

/// <summary>One PostgreSQL and one running identity for all tests; each test opens a tenant of its own.</summary>
public sealed class IdentityFixture : IAsyncLifetime
{
    private PostgresServer? _postgres;
    private ServiceDatabase? _database;
    private IdentityServer? _server;
    private FakeTenancy? _tenancy;

    internal PostgresServer Postgres => _postgres!;

    internal ServiceDatabase Database => _database!;

    internal IdentityServer Server => _server!;

    internal FakeTenancy Tenancy => _tenancy!;

    public async ValueTask InitializeAsync()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        _postgres = await PostgresServer.Start(cancellationToken: limit.Token);
        _database = await ServiceDatabase.Create(_postgres, "identity", limit.Token);
        _tenancy = await FakeTenancy.Start();
        _server = await Another();
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null) await _server.DisposeAsync();
        if (_tenancy is not null) await _tenancy.DisposeAsync();
        if (_postgres is not null) await _postgres.DisposeAsync();
        Outbox.DeleteAll();
    }

    /// <summary>Another process on the same database.</summary>
    internal Task<IdentityServer> Another(params (string Key, string? Value)[] settings) => IdentityServer.Start(Database, null, WithTenancy(settings));

    /// <summary>A process on a database of its own: with another clock, its background work would reach into other tests.</summary>
    internal async Task<IdentityServer> Apart(TimeProvider? clock = null, params (string Key, string? Value)[] settings) =>
        await IdentityServer.Start(await EmptyDatabase() with { Name = "identity" }, clock, WithTenancy(settings));

    /// <summary>An empty database of its own.</summary>
    internal Task<ServiceDatabase> EmptyDatabase() => ServiceDatabase.Create(Postgres, "identity" + Guid.NewGuid().ToString("N")[..8], Limit.Soon());

    /// <summary>Has every refresh token of a factory that was used been used ten seconds ago: so long it may be repeated.</summary>
    internal Task AfterTenSeconds(Factory factory) => Sql("update refresh_tokens set use_time = use_time - interval '10 seconds' where tenant_id = $1", factory.TenantId);

    /// <summary>Looks into the database past row-level security, or breaks something on purpose.</summary>
    internal Task<List<string>> Sql(string statement, params object[] parameters) => Sql(Server, statement, parameters);

    /// <summary>The same in a server's own database.</summary>
    internal async Task<List<string>> Sql(IdentityServer server, string statement, params object[] parameters)
    {
        var name = new NpgsqlConnectionStringBuilder(server.Database.AppConnectionString).Database;
        var connectionString = new NpgsqlConnectionStringBuilder(Postgres.ConnectionString) { Database = name }.ConnectionString;
        await using var source = NpgsqlDataSource.Create(connectionString);
        await using var command = source.CreateCommand(statement);
        foreach (var parameter in parameters) command.Parameters.Add(new NpgsqlParameter { Value = parameter });
        await using var reader = await command.ExecuteReaderAsync(Limit.Soon());
        var rows = new List<string>();
        while (await reader.ReadAsync(Limit.Soon())) rows.Add(reader.GetValue(0).ToString()!);
        return rows;
    }

    private (string Key, string? Value)[] WithTenancy((string Key, string? Value)[] settings) => [("services:tenancy:grpc:0", Tenancy.Address), .. settings];
}
