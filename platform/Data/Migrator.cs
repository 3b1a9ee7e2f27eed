using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Dapper;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace FactoryFlow.Platform.Data;

/// <summary>
/// Brings a database up to this version: numbered SQL files, embedded in an assembly, applied once each by the owner role under
/// an advisory lock. One that waits for a table steps back again and again, so that others are served meanwhile. A file that changed after it was applied, or a database that is newer than the program, stops the start.
/// In a file, <c>{app}</c> stands for the application role.
/// </summary>
public sealed partial class Migrator(string ownerConnectionString, string applicationRole, ILogger log)
{
    // Whoever wants a table after a migration that waits for it queues behind that, and gives up after five seconds (ServiceHosting).
    private const string Patience = "2s";

    private static readonly TimeSpan s_shortestPause = TimeSpan.FromMilliseconds(250), s_longestPause = TimeSpan.FromSeconds(2);

    private const long LockKey = 0x466163746F7279; // "Factory" in ASCII: one lock for every service that shares a database.

    /// <summary>Applies what is missing.</summary>
    /// <param name="ct">Ends the wait.</param>
    /// <param name="modules">The name and assembly of each set of files, in order.</param>
    /// <exception cref="InvalidOperationException">A file was edited after it was applied, or the database is newer.</exception>
    public Task Run(CancellationToken ct, params (string Name, Assembly Assembly)[] modules) => Run(ct, Array.ConvertAll(modules, m => (m.Name, Read(m.Assembly))));

    internal async Task Run(CancellationToken ct, params (string Name, List<Migration> Migrations)[] modules)
    {
        foreach (var (module, migrations) in modules) RequireNoGap(module, migrations);
        // Pooling would keep the owner's connection open for as long as the service runs. A migration, and the wait for another
        // process's, takes as long as it takes.
        var settings = new NpgsqlConnectionStringBuilder(ownerConnectionString) { Pooling = false, CommandTimeout = 0 };
        await using var connection = new NpgsqlConnection(settings.ConnectionString);
        await connection.OpenAsync(ct);
        await connection.ExecuteAsync(new CommandDefinition("select pg_advisory_lock(@LockKey)", new { LockKey }, cancellationToken: ct));
        await connection.ExecuteAsync("""
            create table if not exists schema_migrations (
                module text not null, number int not null, name text not null, checksum text not null,
                applied_time timestamptz not null default now(), primary key (module, number))
            """);
        foreach (var (module, migrations) in modules) await Apply(connection, module, migrations, ct);
    }

    internal static List<Migration> Read(Assembly assembly) =>
    [
        .. assembly.GetManifestResourceNames()
            .Select(resource => (resource, match: FileName().Match(resource)))
            .Where(x => x.match.Success)
            .Select(x => Migration.Of(assembly, x.resource, int.Parse(x.match.Groups[1].ValueSpan, System.Globalization.CultureInfo.InvariantCulture), x.match.Groups[2].Value))
            .OrderBy(m => m.Number),
    ];

    private static void RequireNoGap(string module, List<Migration> migrations)
    {
        for (var i = 0; i < migrations.Count; i++)
            if (migrations[i].Number != i + 1)
                throw new InvalidOperationException($"The migrations of {module} are numbered with a gap before {migrations[i].Number:0000}_{migrations[i].Name}.");
    }

    private async Task Apply(NpgsqlConnection connection, string module, List<Migration> migrations, CancellationToken ct)
    {
        var applied = (await connection.QueryAsync<(int Number, string Name, string Checksum)>(
            "select number, name, checksum from schema_migrations where module = @module", new { module })).ToDictionary(m => m.Number);
        var newest = applied.Count == 0 ? 0 : applied.Keys.Max();
        if (newest > migrations.Count)
            throw new InvalidOperationException($"The database is newer than this program: {module} knows {migrations.Count} migrations, the database has {newest}. Start a newer version.");

        foreach (var migration in migrations)
        {
            if (applied.TryGetValue(migration.Number, out var before))
            {
                if (before.Checksum != migration.Checksum)
                    throw new InvalidOperationException($"{module}/{migration.Number:0000}_{migration.Name} was edited after it was applied. Add a new migration instead.");
                continue;
            }

            log.LogInformation("Migrating {Module}: {Number} {Name}", module, migration.Number, migration.Name.Replace('_', ' '));
            for (var pause = s_shortestPause; !await IsApplied(connection, module, migration, ct); pause = Longer(pause))
            {
                var held = string.Join(", ", await Held(connection, migration, ct));
                log.LogWarning("{Module} {Number} waits for what other transactions hold, and is tried again in {Pause}: {Held}", module, migration.Number, pause, held);
                await Task.Delay(pause, ct);
            }
        }
    }

    private static TimeSpan Longer(TimeSpan pause) => pause * 2 < s_longestPause ? pause * 2 : s_longestPause;

    // PostgreSQL does not say which lock was not to be had: these are the tables of the file that others hold now, and by which processes.
    private static Task<IEnumerable<string>> Held(NpgsqlConnection connection, Migration migration, CancellationToken ct) => connection.QueryAsync<string>(new CommandDefinition("""
        select distinct c.relname || ' (process ' || l.pid || ')' from pg_locks l join pg_class c on c.oid = l.relation
        where l.granted and l.pid <> pg_backend_pid() and l.database = (select oid from pg_database where datname = current_database())
          and c.relkind in ('r', 'p') and c.relnamespace <> 'pg_catalog'::regnamespace and position(c.relname in @Sql) > 0
        """, new { migration.Sql }, cancellationToken: ct));

    // False where it did not get a lock in time: then nothing of it is there.
    private async Task<bool> IsApplied(NpgsqlConnection connection, string module, Migration migration, CancellationToken ct)
    {
        await using var transaction = await connection.BeginTransactionAsync(ct);
        try
        {
            await connection.ExecuteAsync(new CommandDefinition($"set local lock_timeout = '{Patience}'", transaction: transaction, cancellationToken: ct));
            var role = new NpgsqlCommandBuilder().QuoteIdentifier(applicationRole);
            await connection.ExecuteAsync(new CommandDefinition(migration.Sql.Replace("{app}", role, StringComparison.Ordinal), transaction: transaction, cancellationToken: ct));
            await connection.ExecuteAsync(
                "insert into schema_migrations (module, number, name, checksum) values (@module, @Number, @Name, @Checksum)",
                new { module, migration.Number, migration.Name, migration.Checksum }, transaction);
            await transaction.CommitAsync(ct);
            return true;
        }
        catch (PostgresException refused) when (refused.SqlState == PostgresErrorCodes.LockNotAvailable)
        {
            return false;
        }
    }

    [GeneratedRegex(@"\.Migrations\.(\d{4})_([a-z0-9_]+)\.sql$")]
    private static partial Regex FileName();

    internal sealed record Migration(int Number, string Name, string Sql, string Checksum)
    {
        public static Migration Of(Assembly assembly, string resource, int number, string name)
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!, Encoding.UTF8);
            var sql = reader.ReadToEnd();
            return new Migration(number, name, sql, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(sql.ReplaceLineEndings("\n")))));
        }
    }
}
