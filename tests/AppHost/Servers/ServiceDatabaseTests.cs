using FactoryFlow.AppHost.Processes;
using FactoryFlow.AppHost.Servers;
using Npgsql;

namespace FactoryFlow.AppHost.Tests.Servers;

public sealed class ServiceDatabaseTests(ServiceDatabaseTests.Server server) : IClassFixture<ServiceDatabaseTests.Server>
{
    [Fact(Timeout = 180_000)]
    public async Task Creating_it_twice_gives_the_same_database_and_keeps_its_tables()
    {
        var first = await Create("twice");
        await Sql.Scalar(first.OwnerConnectionString, "create table kept as select 7 as id");
        var second = await Create("twice");
        second.ShouldBe(first);
        (await Sql.Scalar(second.OwnerConnectionString, "select id from kept")).ShouldBe(7);
    }

    [Fact(Timeout = 180_000)]
    public async Task The_owner_owns_the_database_and_its_schema()
    {
        var database = await Create("owned");
        const string owners = "select (select datdba::regrole::text from pg_database where datname = 'owned') || ',' || (select nspowner::regrole::text from pg_namespace where nspname = 'public')";
        (await Sql.Scalar(database.AppConnectionString, owners)).ShouldBe("owned_owner,owned_owner");
    }

    [Fact(Timeout = 180_000)]
    public async Task The_application_role_has_no_power_of_its_own()
    {
        var database = await Create("powers");
        (await Sql.Scalar(database.AppConnectionString, "select rolsuper or rolbypassrls or rolcreatedb or rolcreaterole or rolreplication from pg_roles where rolname = current_user")).ShouldBe(false);
        (await Sql.Scalar(database.AppConnectionString, "select count(*) from pg_auth_members where member = current_user::regrole")).ShouldBe(0L);
    }

    [Theory(Timeout = 180_000)]
    [InlineData("create table mine (id int)")]
    [InlineData("create schema mine")]
    [InlineData("create temporary table mine (id int)")]
    [InlineData("select * from granted_to_nobody")]
    [InlineData("drop table granted_to_nobody")]
    [InlineData("set role powerless_owner")]
    public async Task The_application_role_may_do_nothing_that_no_migration_granted(string statement)
    {
        var database = await Create("powerless");
        await Sql.Scalar(database.OwnerConnectionString, "create table if not exists granted_to_nobody (id int)");
        var refusal = await Should.ThrowAsync<PostgresException>(() => Sql.Scalar(database.AppConnectionString, statement));
        refusal.SqlState.ShouldBe(PostgresErrorCodes.InsufficientPrivilege);
    }

    [Fact(Timeout = 180_000)]
    public async Task One_service_cannot_connect_to_the_database_of_another()
    {
        var (mine, other) = (await Create("mine"), await Create("other"));
        var trespass = new NpgsqlConnectionStringBuilder(mine.AppConnectionString) { Database = other.Name }.ConnectionString;
        (await Should.ThrowAsync<PostgresException>(() => Sql.Scalar(trespass, "select 1"))).SqlState.ShouldBe(PostgresErrorCodes.InsufficientPrivilege);
    }

    [Fact(Timeout = 180_000)]
    public async Task An_administrator_who_may_only_create_databases_and_roles_is_enough()
    {
        await Sql.Scalar(server.Postgres.ConnectionString, "create role modest login createdb createrole password 'modest'");
        var modest = new NpgsqlConnectionStringBuilder(server.Postgres.ConnectionString) { Username = "modest", Password = "modest" }.ConnectionString;
        var database = await ServiceDatabase.Create(modest, server.Postgres.Data, "modestly", TestContext.Current.CancellationToken);
        (await Sql.Scalar(database.AppConnectionString, "select current_user::text")).ShouldBe("modestly_app");
    }

    [Fact(Timeout = 180_000)]
    public async Task An_administrator_who_may_not_is_refused_with_a_sentence()
    {
        await Sql.Scalar(server.Postgres.ConnectionString, "create role feeble login password 'feeble'");
        var feeble = new NpgsqlConnectionStringBuilder(server.Postgres.ConnectionString) { Username = "feeble", Password = "feeble" }.ConnectionString;
        var refusal = await Should.ThrowAsync<StartException>(() => ServiceDatabase.Create(feeble, server.Postgres.Data, "feebly", TestContext.Current.CancellationToken));
        refusal.Message.ShouldContain("CREATEDB and CREATEROLE");
    }

    private Task<ServiceDatabase> Create(string name) => ServiceDatabase.Create(server.Postgres, name, TestContext.Current.CancellationToken);

    public sealed class Server : IAsyncLifetime
    {
        public PostgresServer Postgres { get; private set; } = null!;

        public async ValueTask InitializeAsync() => Postgres = await PostgresServer.Start();

        public ValueTask DisposeAsync() => Postgres.DisposeAsync();
    }
}
