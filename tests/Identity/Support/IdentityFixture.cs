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

    internal PostgresServer Postgres => _postgres!;

    internal ServiceDatabase Database => _database!;

    internal IdentityServer Server => _server!;

    public async ValueTask InitializeAsync()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        _postgres = await PostgresServer.Start(cancellationToken: limit.Token);
        _database = await ServiceDatabase.Create(_postgres, "identity", limit.Token);
        _server = await IdentityServer.Start(_database);
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null) await _server.DisposeAsync();
        if (_postgres is not null) await _postgres.DisposeAsync();
    }

    /// <summary>Another process on the same database, with a clock of its own.</summary>
    internal Task<IdentityServer> Another(TimeProvider? clock = null, params (string Key, string? Value)[] settings) => IdentityServer.Start(Database, clock, settings);

    /// <summary>An empty database of its own.</summary>
    internal Task<ServiceDatabase> EmptyDatabase() => ServiceDatabase.Create(Postgres, "identity" + Guid.NewGuid().ToString("N")[..8], Limit.Soon());

    /// <summary>Looks into the database past row-level security, or breaks something on purpose.</summary>
    internal async Task<List<string>> Sql(string statement, params object[] parameters)
    {
        var connectionString = new NpgsqlConnectionStringBuilder(Postgres.ConnectionString) { Database = Database.Name }.ConnectionString;
        await using var source = NpgsqlDataSource.Create(connectionString);
        await using var command = source.CreateCommand(statement);
        foreach (var parameter in parameters) command.Parameters.Add(new NpgsqlParameter { Value = parameter });
        await using var reader = await command.ExecuteReaderAsync(Limit.Soon());
        var rows = new List<string>();
        while (await reader.ReadAsync(Limit.Soon())) rows.Add(reader.GetValue(0).ToString()!);
        return rows;
    }
}
