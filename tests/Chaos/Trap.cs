using Dapper;
using Npgsql;

namespace FactoryFlow.Chaos.Tests;

/// <summary>
/// Waits in a database for a certain write, and tells of it: while the transaction that writes is held up before it commits, or as soon
/// as it has committed. Without it, everything goes on as before.
/// </summary>
internal sealed class Trap : IAsyncDisposable
{
    private readonly NpgsqlConnection _watcher;
    private readonly string _table;

    private Trap(NpgsqlConnection watcher, string table) => (_watcher, _table) = (watcher, table);

    /// <summary>Ends when the write has come.</summary>
    public Task Sprung { get; private init; } = Task.CompletedTask;

    /// <param name="system">Where.</param>
    /// <param name="service">Whose database.</param>
    /// <param name="write">Such as <c>insert on tenants</c>.</param>
    /// <param name="condition">On <c>new</c> and <c>old</c>.</param>
    /// <param name="stops">Whether the writer is held up, or goes on and is told of after its commit.</param>
    public static async Task<Trap> Set(RunningSystem system, string service, string write, string condition, bool stops)
    {
        var (watcher, table) = (await system.OpenAsAdministrator(service), write.Split(' ')[^1]);
        await watcher.ExecuteAsync($"""
            create function trap() returns trigger language plpgsql security definer as $$ begin
                {(stops ? "perform pg_sleep(60)" : "notify trap")};
                return null;
            end $$;
            create trigger trap after {write} for each row when ({condition}) execute function trap();
            listen trap;
            """);
        return new Trap(watcher, table) { Sprung = (stops ? Held(watcher) : watcher.WaitAsync()).WaitAsync(TimeSpan.FromSeconds(40)) };
    }

    /// <summary>Ends whatever is still held up, as a server does whose client is gone, and is there no longer.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_watcher.State == System.Data.ConnectionState.Closed) return;
        await _watcher.ExecuteAsync($"""
            select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and wait_event = 'PgSleep';
            drop trigger trap on {_table};
            drop function trap();
            """);
        await _watcher.CloseAsync();
        await _watcher.DisposeAsync();
    }

    private static async Task Held(NpgsqlConnection watcher)
    {
        while (await watcher.ExecuteScalarAsync<int>("select count(*) from pg_stat_activity where datname = current_database() and wait_event = 'PgSleep'") == 0)
            await Task.Delay(20);
    }
}
