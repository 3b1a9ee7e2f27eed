using FactoryFlow.Platform.Data;
using FactoryFlow.Platform.Tests.Support;
using FactoryFlow.Testing;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace FactoryFlow.Platform.Tests.Data;

/// <summary>The sets of files are modules of their own in one database, so that each test has a fresh one without a database of its own.</summary>
public sealed class MigratorTests(World world)
{
    private readonly string _module = "m" + Guid.NewGuid().ToString("N");
    private readonly LogRecorder _log = new();

    [Fact]
    public async Task Each_file_is_applied_once()
    {
        await Run(File(1, "create table {0} (n int)"), File(2, "insert into {0} values (1)"));
        await Run(File(1, "create table {0} (n int)"), File(2, "insert into {0} values (1)"), File(3, "insert into {0} values (2)"));
        (await world.Postgres.Look(world.Database, $"select n from {_module} order by n")).ShouldBe(["1", "2"]);
        _log.From(LogLevel.Information).Count.ShouldBe(3);
    }

    [Fact]
    public async Task Services_that_start_at_once_apply_it_once()
    {
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => Run(File(1, "create table {0} (n int)"), File(2, "insert into {0} select 1 from pg_sleep(0.1)"))))).InTime();
        (await world.Postgres.Look(world.Database, $"select n from {_module}")).ShouldBe(["1"]);
    }

    [Fact]
    public async Task A_file_that_was_edited_stops_the_start()
    {
        await Run(File(1, "create table {0} (n int)"));
        (await Should.ThrowAsync<InvalidOperationException>(Run(File(1, "create table {0} (m int)")))).Message.ShouldContain("edited");
    }

    [Fact]
    public async Task A_database_that_is_newer_stops_the_start()
    {
        await Run(File(1, "create table {0} (n int)"), File(2, "insert into {0} values (1)"));
        (await Should.ThrowAsync<InvalidOperationException>(Run(File(1, "create table {0} (n int)")))).Message.ShouldContain("newer");
    }

    [Theory]
    [InlineData(1, 3)]
    [InlineData(2, 3)]
    [InlineData(1, 1)]
    public async Task A_gap_in_the_numbers_stops_the_start_before_anything_is_applied(int first, int second)
    {
        (await Should.ThrowAsync<InvalidOperationException>(Run(File(first, "create table {0} (n int)"), File(second, "select 1")))).Message.ShouldContain("gap");
        (await world.Postgres.Look(world.Database, "select name from schema_migrations where module = $1", _module)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_file_that_fails_leaves_nothing_and_can_be_repeated()
    {
        await Should.ThrowAsync<PostgresException>(Run(File(1, "create table {0} (n int); select 1 / 0")));
        await Run(File(1, "create table {0} (n int)"));
    }

    [Fact]
    public async Task A_file_may_take_longer_than_a_call_may()
    {
        var hasty = new NpgsqlConnectionStringBuilder(world.Database.OwnerConnectionString) { CommandTimeout = 1 }.ConnectionString;
        await Run(hasty, File(1, "select pg_sleep(1.5)"));
    }

    [Fact]
    public async Task A_file_that_waits_for_a_table_lets_others_write_to_it_meanwhile()
    {
        var create = File(1, "create table {0} (n int)");
        await Run(create);
        await using var holder = await Hold();
        var migrating = Run(create, File(2, "alter table {0} add column m int; update {0} set m = n"));
        var waits = await Limit.Until(() => Task.FromResult(_log.From(LogLevel.Warning)), lines => lines.Count > 1);
        waits[0].ShouldContain($"{_module} (process {holder.ProcessID})");

        // Each as a service would, and longer than one turn of the migration takes.
        for (var i = 0; i < 20; i++)
        {
            await Owner($"set lock_timeout = '5s'; insert into {_module} values ({i})");
            await Task.Delay(100, TestContext.Current.CancellationToken);
        }

        migrating.IsCompleted.ShouldBeFalse();
        await holder.DisposeAsync();
        await migrating;
        (await world.Postgres.Look(world.Database, $"select count(m) from {_module}")).ShouldBe(["20"]);
        await Run(create, File(2, "alter table {0} add column m int; update {0} set m = n"));
    }

    [Fact]
    public async Task A_start_that_is_cancelled_ends_the_wait_for_a_table()
    {
        var create = File(1, "create table {0} (n int)");
        await Run(create);
        await using var holder = await Hold();
        using var start = new CancellationTokenSource();
        var migrating = Run(world.Database.OwnerConnectionString, start.Token, create, File(2, "alter table {0} add column m int"));
        await Limit.Until(() => Task.FromResult(_log.From(LogLevel.Warning).Count), count => count > 0);
        await start.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(migrating);
    }

    [Fact]
    public async Task The_platforms_own_files_are_numbered_without_a_gap()
    {
        var files = Migrator.Read(typeof(Migrator).Assembly);
        files.Select(f => f.Number).ShouldBe(Enumerable.Range(1, files.Count));
        (await world.Postgres.Look(world.Database, "select name from schema_migrations where module = 'platform' order by number")).ShouldBe(files.Select(f => f.Name));
    }

    [Fact]
    public async Task The_application_role_owns_nothing() =>
        (await world.Postgres.Look(world.Database, "select relname from pg_class c join pg_roles r on r.oid = c.relowner where r.rolname = 'things_app'")).ShouldBeEmpty();

    [Theory]
    [InlineData("alter table things disable row level security")]
    [InlineData("alter table things add column x int")]
    [InlineData("drop policy tenant on things")]
    [InlineData("drop table things")]
    [InlineData("truncate things")]
    [InlineData("create table mine (n int)")]
    [InlineData("delete from schema_migrations")]
    [InlineData("set session authorization things_owner")]
    [InlineData("set role things_owner")]
    public async Task The_application_role_cannot_alter_anything(string statement) =>
        (await Should.ThrowAsync<PostgresException>(world.Database.AsApplication(Guid.NewGuid(), statement))).SqlState.ShouldBe(PostgresErrorCodes.InsufficientPrivilege);

    private Migrator.Migration File(int number, string sql)
    {
        var text = string.Format(System.Globalization.CultureInfo.InvariantCulture, sql, _module);
        return new Migrator.Migration(number, "file", text, text);
    }

    // A transaction that has read the table, and is under way until it is disposed of.
    private async Task<NpgsqlConnection> Hold()
    {
        var holder = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(world.Database.OwnerConnectionString) { Pooling = false }.ConnectionString);
        await holder.OpenAsync(Limit.Soon());
        await using var command = new NpgsqlCommand($"begin; select n from {_module}", holder);
        await command.ExecuteNonQueryAsync(Limit.Soon());
        return holder;
    }

    private async Task Owner(string statement)
    {
        await using var connection = new NpgsqlConnection(world.Database.OwnerConnectionString);
        await connection.OpenAsync(Limit.Soon());
        await using var command = new NpgsqlCommand(statement, connection);
        await command.ExecuteNonQueryAsync(Limit.Soon());
    }

    private Task Run(params Migrator.Migration[] files) => Run(world.Database.OwnerConnectionString, files);

    private Task Run(string owner, params Migrator.Migration[] files) => Run(owner, Limit.Soon(), files);

    private Task Run(string owner, CancellationToken ct, params Migrator.Migration[] files) => new Migrator(owner, "things_app", _log).Run(ct, (_module, [.. files])).InTime();
}
