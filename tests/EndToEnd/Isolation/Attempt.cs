using Dapper;
using Npgsql;

namespace FactoryFlow.EndToEnd.Tests.Isolation;

/// <summary>
/// A transaction that tries what must not succeed, in the application role's name, and is rolled back. It begins past every rule,
/// so that it can look at the row that it will not get, and becomes the application role before the first try.
/// </summary>
internal sealed class Attempt : IAsyncDisposable
{
    private readonly NpgsqlConnection _connection;
    private readonly NpgsqlTransaction _transaction;
    private readonly Catalogue.Table _table;
    private readonly Guid _victim;

    private Attempt(NpgsqlConnection connection, NpgsqlTransaction transaction, Catalogue.Table table, Guid victim) =>
        (_connection, _transaction, _table, _victim) = (connection, transaction, table, victim);

    public static async Task<Attempt> Begin(RunningSystem system, Catalogue.Table table, Guid victim)
    {
        var connection = await system.OpenAsAdministrator(table.Service);
        var transaction = await connection.BeginTransactionAsync();
        var attempt = new Attempt(connection, transaction, table, victim);
        if (Catalogue.Plumbing.TryGetValue(table.Name, out var row))
            await connection.ExecuteAsync($"insert into {table.Name} {row}", new { tenant = victim }, transaction);
        return attempt;
    }

    /// <summary>A row of the victim's, as JSON.</summary>
    public async Task<string> RowOfTenant() =>
        await _connection.ExecuteScalarAsync<string>($"select to_jsonb(t)::text from {_table.Name} t where tenant_id = @tenant limit 1", new { tenant = _victim })
        ?? throw new InvalidOperationException($"{_table} has no row of the tenant.");

    public async Task<string> WritableColumns() => string.Join(", ", await _connection.QueryAsync<string>(
        "select quote_ident(attname) from pg_attribute where attrelid = @table::regclass and attnum > 0 and not attisdropped and attgenerated = ''", new { table = _table.Name }));

    /// <summary>Goes on as the application role, for this tenant.</summary>
    public Task Become(Guid tenant) =>
        _connection.ExecuteAsync($"set local role {_table.Service}_app; select set_config('app.tenant_id', '{tenant}', true), set_config('app.door', '', true)");

    /// <summary>How many rows a statement saw or changed; none as well when the role may not do it at all.</summary>
    public async Task<int> Affected(string sql)
    {
        await _transaction.SaveAsync("attempt");
        try
        {
            if (!sql.StartsWith("select", StringComparison.Ordinal)) return await _connection.ExecuteAsync(sql, new { tenant = _victim });
            return (await _connection.QueryAsync<int>(sql, new { tenant = _victim })).Count();
        }
        catch (PostgresException denied) when (denied.SqlState == PostgresErrorCodes.InsufficientPrivilege)
        {
            return 0;
        }
        finally
        {
            await _transaction.RollbackAsync("attempt");
        }
    }

    /// <summary>The state that a statement is refused with; null when it changed nothing at all.</summary>
    public async Task<string?> FailsWith(string sql, string row)
    {
        await _transaction.SaveAsync("attempt");
        try
        {
            var changed = await _connection.ExecuteAsync(sql, new { row, tenant = _victim });
            return changed == 0 ? null : $"{changed} rows changed";
        }
        catch (PostgresException refused)
        {
            return refused.SqlState;
        }
        finally
        {
            await _transaction.RollbackAsync("attempt");
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _transaction.RollbackAsync();
        await _connection.DisposeAsync();
    }
}
