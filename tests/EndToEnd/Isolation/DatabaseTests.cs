using Dapper;
using Npgsql;

namespace FactoryFlow.EndToEnd.Tests.Isolation;

/// <summary>
/// One tenant's rows are out of another's reach in the database itself, whatever a service forgets. Everything is read off the
/// catalogue: a new table is covered, and fails, without anybody remembering it.
/// </summary>
public sealed class DatabaseTests(WholeSystem system, TwoTenants tenants) : IClassFixture<TwoTenants>
{
    private const string Denied = PostgresErrorCodes.InsufficientPrivilege;

    private Guid A => Guid.Parse(tenants.A.Factory.TenantId);

    private Guid B => Guid.Parse(tenants.B.Factory.TenantId);

    [Fact]
    public async Task Every_table_belongs_to_a_tenant_or_is_known_not_to()
    {
        var others = (await Catalogue.Tables(system.Running)).Where(table => !table.IsTenants).ToList();
        others.Where(table => !table.IsKnownToBelongToNoTenant).ShouldBeEmpty();
        Catalogue.BelongsToNoTenant.Keys.ShouldAllBe(name => others.Exists(table => table.Name == name || $"{table}" == name));
    }

    [Fact]
    public async Task A_planted_table_that_breaks_the_rules_is_found()
    {
        await using var connection = await system.Running.OpenAsAdministrator("ledger");
        await using var transaction = await connection.BeginTransactionAsync();
        await connection.ExecuteAsync("create table open_to_all (tenant_id uuid not null); create table of_nobody (id int); create table unforced (tenant_id uuid not null)");
        await connection.ExecuteAsync("alter table unforced enable row level security; create policy p on unforced using (true)");
        await connection.ExecuteAsync("create view as_owner as select * from entries; create view as_asked with (security_invoker = true) as select * from entries");
        var planted = (await Catalogue.Tables(connection, "ledger")).Where(table => !table.IsKnownToBelongToNoTenant && !(table.IsTenants && table.IsProtected));
        planted.Select(table => table.Name).ShouldBe(["as_owner", "of_nobody", "open_to_all", "unforced"]);
    }

    [Fact]
    public async Task Every_table_of_tenants_has_row_level_security_enabled_and_forced_and_a_policy()
    {
        var tables = await TenantTables();
        tables.Count.ShouldBeGreaterThan(30);
        tables.Where(table => !table.IsProtected).ShouldBeEmpty();
    }

    [Fact]
    public async Task The_application_role_has_no_way_around_it()
    {
        foreach (var service in system.Running.Services)
        {
            await using var connection = await AsApplication(service);
            var role = await connection.QuerySingleAsync<string>("""
                select concat_ws(' ', rolsuper, rolbypassrls, rolcreaterole, rolcreatedb, rolreplication,
                    (select count(*) from pg_auth_members m where m.member = r.oid), (select count(*) from pg_class where relowner = r.oid),
                    (select count(*) from pg_proc where proowner = r.oid), (select count(*) from pg_namespace where nspowner = r.oid))
                from pg_roles r where rolname = current_user
                """);
            role.ShouldBe("f f f f f 0 0 0 0", service);
        }
    }

    [Fact]
    public async Task The_application_role_creates_nothing_and_switches_nothing_off()
    {
        foreach (var service in system.Running.Services)
        {
            var tables = (await TenantTables()).Where(table => table.Service == service).ToList();
            await using var connection = await AsApplication(service);
            string[] attempts =
            [
                "create table mine (id int)", "create schema mine", "create temporary table mine (id int)", "create function mine() returns int language sql as 'select 1'", "create role mine",
                .. tables.SelectMany(table => new[]
                {
                    $"alter table {table.Name} disable row level security", $"alter table {table.Name} no force row level security", $"create policy mine on {table.Name} using (true)",
                    $"truncate {table.Name}", $"drop table {table.Name}", $"alter table {table.Name} disable trigger all",
                }),
            ];
            foreach (var attempt in attempts) (await Fails(connection, attempt)).ShouldBe(Denied, $"{service}: {attempt}");
        }
    }

    [Fact]
    public async Task Without_a_tenant_nothing_can_be_read()
    {
        foreach (var table in await TenantTables())
        {
            await using var connection = await AsApplication(table.Service);
            // Only the relay reads the outbox, through its door: without one there is nothing to see.
            if (table.Name == "outbox") (await connection.ExecuteScalarAsync<long>("select count(*) from outbox")).ShouldBe(0);
            else (await Fails(connection, $"select * from {table.Name}")).ShouldBeOneOf([PostgresErrorCodes.UndefinedObject, Denied], $"{table}");
        }
    }

    [Fact]
    public async Task With_a_tenant_that_is_empty_nothing_can_be_read()
    {
        foreach (var table in (await TenantTables()).Where(table => table.Name != "outbox"))
        {
            await using var connection = await AsApplication(table.Service);
            await connection.ExecuteAsync("select set_config('app.tenant_id', '', false)");
            (await Fails(connection, $"select * from {table.Name}")).ShouldBeOneOf([PostgresErrorCodes.InvalidTextRepresentation, Denied], $"{table}");
        }
    }

    [Fact]
    public async Task Every_table_of_tenants_was_written_by_a_journey()
    {
        foreach (var table in await TenantTables())
        {
            if (Catalogue.Plumbing.ContainsKey(table.Name)) continue;
            await using var connection = await system.Running.OpenAsAdministrator(table.Service);
            foreach (var tenant in new[] { A, B })
                (await connection.ExecuteScalarAsync<long>($"select count(*) from {table.Name} where tenant_id = @tenant", new { tenant }))
                    .ShouldBeGreaterThan(0, $"{table} is empty: let {nameof(TwoTenants)} do something that fills it");
        }
    }

    [Fact]
    public async Task The_plumbing_that_is_in_use_was_written_by_a_journey_somewhere()
    {
        var used = new HashSet<string>();
        foreach (var table in (await TenantTables()).Where(table => Catalogue.Plumbing.ContainsKey(table.Name)))
        {
            await using var connection = await system.Running.OpenAsAdministrator(table.Service);
            if (await connection.ExecuteScalarAsync<bool>($"select exists (select from {table.Name} where tenant_id = @A)", new { A })) used.Add(table.Name);
        }

        // Outbox rows, sagas and prepared owners live for milliseconds, no opening of these tenants was withdrawn, none of them is a
        // sandbox, and the tests of the ledger and of production fill the tables of their own.
        Catalogue.Plumbing.Keys.Except(used).ShouldBeSubsetOf([
            "outbox", "sagas", "prepared_owners", "withdrawn_tenants", "domain_requests", "tenant_clocks",
            "account_movements", "account_totals", "worker_totals", "take_backs", "due_releases"]);
    }

    [Fact]
    public async Task Another_tenants_rows_are_neither_seen_nor_changed_nor_removed()
    {
        foreach (var table in await TenantTables())
        {
            await using var attempt = await Attempt.Begin(system.Running, table, A);
            await attempt.Become(B);
            (await attempt.Affected($"select 1 from {table.Name} where tenant_id = @tenant")).ShouldBe(0, $"{table}: seen");
            (await attempt.Affected($"update {table.Name} set tenant_id = tenant_id where tenant_id = @tenant")).ShouldBe(0, $"{table}: changed");
            (await attempt.Affected($"delete from {table.Name} where tenant_id = @tenant")).ShouldBe(0, $"{table}: removed");
        }
    }

    [Fact]
    public async Task A_row_is_not_written_in_another_tenants_name_and_not_given_away()
    {
        foreach (var table in await TenantTables())
        {
            await using var attempt = await Attempt.Begin(system.Running, table, A);
            var columns = await attempt.WritableColumns();
            var row = await attempt.RowOfTenant();
            await attempt.Become(B);
            (await attempt.FailsWith($"insert into {table.Name} ({columns}) overriding system value select {columns} from jsonb_populate_record(null::{table.Name}, @row::jsonb)", row)).ShouldBe(Denied, $"{table}: inserted");
            (await attempt.FailsWith($"update {table.Name} set tenant_id = @tenant", row)).ShouldBeOneOf([Denied, null], $"{table}: given away");
        }
    }

    [Fact]
    public async Task The_same_rows_are_within_ones_own_reach_so_that_the_refusals_are_about_the_tenant()
    {
        foreach (var table in (await TenantTables()).Where(table => table.Name != "outbox"))
        {
            await using var attempt = await Attempt.Begin(system.Running, table, A);
            await attempt.Become(A);
            (await attempt.Affected($"select 1 from {table.Name} where tenant_id = @tenant")).ShouldBeGreaterThan(0, $"{table}");
        }
    }

    [Fact]
    public async Task Every_reference_between_tables_of_tenants_carries_the_tenant()
    {
        var tables = await TenantTables();
        foreach (var service in system.Running.Services)
        foreach (var reference in await Catalogue.References(system.Running, service))
        {
            if (!tables.Exists(table => table.Service == service && table.Name == reference.To_Table)) continue;
            var at = Array.IndexOf(reference.From_Columns, "tenant_id");
            at.ShouldBeGreaterThanOrEqualTo(0, $"{service}: {reference.Name}");
            reference.To_Columns[at].ShouldBe("tenant_id", $"{service}: {reference.Name}");
        }
    }

    [Fact]
    public async Task A_reference_to_another_tenants_row_is_refused()
    {
        var tried = 0;
        foreach (var service in system.Running.Services)
        foreach (var reference in await Catalogue.References(system.Running, service))
        {
            // What refers by the tenant alone cannot mean another tenant's row.
            var columns = reference.From_Columns.Zip(reference.To_Columns).Where(pair => pair.First != "tenant_id").ToList();
            if (columns.Count == 0 || !reference.From_Columns.Contains("tenant_id")) continue;
            // Every tenant has a month of the same name: the tenant alone tells them apart.
            if (reference.To_Table is "periods" or "period_seals") continue;
            await using var connection = await system.Running.OpenAsAdministrator(service);
            await using var transaction = await connection.BeginTransactionAsync();
            var given = string.Join(", ", columns.Select(pair => $"{pair.First} = theirs.{pair.Second}"));
            var filled = string.Join(" and ", columns.Select(pair => $"{pair.First} is not null"));
            var sql = $"""
                update {reference.From_Table} mine set {given} from (select * from {reference.To_Table} where tenant_id = @A limit 1) theirs
                where mine.ctid = (select ctid from {reference.From_Table} where tenant_id = @B and {filled} limit 1)
                """;
            // Only the reference itself looks: not what nobody may change at all, nor what others refer to.
            foreach (var other in await connection.QueryAsync<string>("""
                select t.tgname from pg_trigger t left join pg_constraint c on c.oid = t.tgconstraint
                where t.tgrelid = @table::regclass and c.conname is distinct from @name
                """, new { table = reference.From_Table, name = reference.Name }))
                await connection.ExecuteAsync($"alter table {reference.From_Table} disable trigger \"{other}\"");
            var refused = await Should.ThrowAsync<PostgresException>(() => connection.ExecuteAsync(sql, new { A, B }), $"{service}: {reference.Name}");
            (refused.SqlState, refused.ConstraintName).ShouldBe((PostgresErrorCodes.ForeignKeyViolation, reference.Name), $"{service}: {refused.MessageText}");
            tried++;
        }

        tried.ShouldBeGreaterThan(10);
    }

    private async Task<List<Catalogue.Table>> TenantTables() => [.. (await Catalogue.Tables(system.Running)).Where(table => table.IsTenants)];

    private async Task<NpgsqlConnection> AsApplication(string service)
    {
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(system.Running.Handle.Database(service).AppConnectionString) { Pooling = false }.ConnectionString);
        await connection.OpenAsync();
        return connection;
    }

    private static async Task<string?> Fails(NpgsqlConnection connection, string sql)
    {
        await using var transaction = await connection.BeginTransactionAsync();
        try
        {
            await connection.ExecuteAsync(sql, transaction: transaction);
            return null;
        }
        catch (PostgresException refused)
        {
            return refused.SqlState;
        }
    }
}
