using FactoryFlow.AppHost;
using Npgsql;

namespace FactoryFlow.Bench;

/// <summary>The whole system as a measurement needs it: from this one address everything comes, and so nothing counts what comes from an address.</summary>
internal static class BenchSystem
{
    /// <summary>Starts it.</summary>
    /// <param name="settings">Variables for every process on top.</param>
    public static Task<FactoryFlowSystem> Start(params (string Name, string Value)[] settings)
    {
        Console.WriteLine("Starting the system ...");
        var environment = new Dictionary<string, string>
        {
            ["Gateway__AnonymousRequestsPerMinute"] = "-1",
            ["Identity__AnonymousTriesPerMinute__PerAddress"] = "-1",
            ["Identity__AnonymousTriesPerMinute__PerAccount"] = "-1",
        };
        foreach (var (name, value) in settings) environment[name] = value;
        return FactoryFlowSystem.Start(new SystemOptions { Environment = environment });
    }

    /// <summary>A connection to a service's database as the administrator, who sees every tenant's rows.</summary>
    public static async Task<NpgsqlConnection> Connect(this FactoryFlowSystem system, string service)
    {
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(system.ConnectionString("postgres")) { Database = service, Pooling = false }.ConnectionString);
        await connection.OpenAsync();
        return connection;
    }

    /// <summary>Connections to a service's database as the service itself has them.</summary>
    public static NpgsqlDataSource Source(this FactoryFlowSystem system, string service) =>
        NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(system.Database(service).AppConnectionString)
        {
            NoResetOnClose = true, MaxAutoPrepare = 50, AutoPrepareMinUsages = 2, MaxPoolSize = 200,
        }.ConnectionString);

    /// <summary>Does something in a service's database as the administrator.</summary>
    public static async Task Do(this FactoryFlowSystem system, string service, string sql, params object[] values)
    {
        await using var connection = await system.Connect(service);
        await connection.Do(sql, values);
    }

    /// <summary>Does something on a connection.</summary>
    public static async Task Do(this NpgsqlConnection connection, string sql, params object[] values)
    {
        await using var command = Command(connection, sql, values);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>Asks a service's database for one value as the administrator.</summary>
    public static async Task<T> Ask<T>(this FactoryFlowSystem system, string service, string sql, params object[] values)
    {
        await using var connection = await system.Connect(service);
        await using var command = Command(connection, sql, values);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    private static NpgsqlCommand Command(NpgsqlConnection connection, string sql, object[] values)
    {
        var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 900 };
        foreach (var value in values) command.Parameters.Add(new NpgsqlParameter { Value = value });
        return command;
    }
}
