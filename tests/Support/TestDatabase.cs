using FactoryFlow.AppHost.Servers;
using Npgsql;

namespace FactoryFlow.Testing;

/// <summary>What tests see of a database beside the doorway: as the superuser, whom row-level security does not bind, or as the application.</summary>
public static class TestDatabase
{
    /// <summary>The first column of what a statement answers to the superuser.</summary>
    public static Task<List<string>> Look(this PostgresServer server, ServiceDatabase database, string sql, params object[] parameters) =>
        Query(new NpgsqlConnectionStringBuilder(server.ConnectionString) { Database = database.Name, Pooling = false }.ConnectionString, sql, parameters);

    /// <summary>The first column of what a statement answers to the application role as one tenant; as none when it is null.</summary>
    public static async Task<List<string>> AsApplication(this ServiceDatabase database, Guid? tenant, string sql, params object[] parameters)
    {
        var options = tenant is { } id ? $"-c app.tenant_id={id}" : null;
        return await Query(new NpgsqlConnectionStringBuilder(database.AppConnectionString) { Pooling = false, Options = options }.ConnectionString, sql, parameters);
    }

    /// <summary>How many rows of a table a tenant has, for the superuser.</summary>
    public static async Task<int> Count(this PostgresServer server, ServiceDatabase database, string table, Guid tenant) =>
        int.Parse((await server.Look(database, $"select count(*) from {table} where tenant_id = $1", tenant))[0], System.Globalization.CultureInfo.InvariantCulture);

    private static async Task<List<string>> Query(string connectionString, string sql, object[] parameters)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync(Limit.Soon());
        await using var command = new NpgsqlCommand(sql, connection);
        foreach (var parameter in parameters) command.Parameters.Add(new NpgsqlParameter { Value = parameter });
        await using var reader = await command.ExecuteReaderAsync(Limit.Soon());
        var rows = new List<string>();
        while (await reader.ReadAsync(Limit.Soon())) rows.Add(reader.IsDBNull(0) ? "" : reader.GetValue(0).ToString()!);
        return rows;
    }
}
