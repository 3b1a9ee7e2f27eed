using FactoryFlow.Identity.Tests.Support;
using Npgsql;

namespace FactoryFlow.Identity.Tests;

public sealed class RowLevelSecurityTests(IdentityFixture fixture)
{
    [Fact]
    public async Task Every_table_enforces_it_even_for_its_owner() =>
        (await fixture.Sql("""
            select relname from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r'
            and not (relrowsecurity and relforcerowsecurity) and relname <> 'schema_migrations'
            """)).ShouldBeEmpty();

    [Theory]
    [InlineData("tenants")]
    [InlineData("users")]
    [InlineData("roles")]
    [InlineData("user_roles")]
    [InlineData("sessions")]
    [InlineData("refresh_tokens")]
    [InlineData("sign_in_failures")]
    [InlineData("mails")]
    [InlineData("links")]
    [InlineData("token_cutoffs")]
    [InlineData("api_keys")]
    [InlineData("invitations")]
    [InlineData("invitation_roles")]
    [InlineData("signups")]
    public async Task A_tenant_sees_only_its_own_rows(string table)
    {
        var (one, two) = (await fixture.Server.OpenFactory(), await fixture.Server.OpenFactory());
        foreach (var factory in new[] { one, two })
        {
            await fixture.Server.SignIn(factory);
            await fixture.Server.SignOut((await fixture.Server.SignIn(factory)).RefreshToken);
            var owner = await fixture.Server.AsOwner(factory);
            await owner.MakeKey("jobs:create:all");
            await owner.Invite(roles: "worker");
            fixture.Tenancy.TakesCustomers[factory.TenantId] = true;
            await fixture.Server.SignUp(factory.Slug, "customer@people.example");
            await Refused.By(() => fixture.Server.SignIn(factory, "wrong"));
            await fixture.Server.MagicLink(factory);
        }

        (await AsApplication(one.TenantId, $"select distinct tenant_id::text from {table}")).ShouldBe([one.TenantId.ToString()]);
    }

    [Theory]
    [InlineData("users")]
    [InlineData("signing_keys")]
    public async Task Without_a_tenant_a_question_fails_instead_of_finding_nothing(string table) =>
        await Should.ThrowAsync<PostgresException>(() => AsApplication(null, $"select 1 from {table}"));

    [Fact]
    public async Task No_tenant_sees_the_signing_keys()
    {
        var factory = await fixture.Server.OpenFactory();
        (await AsApplication(factory.TenantId, "select kid from signing_keys")).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("update signing_keys set x = ''")]
    [InlineData("delete from signing_keys")]
    [InlineData("delete from audit_entries")]
    [InlineData("update audit_entries set action = ''")]
    [InlineData("alter table users disable row level security")]
    public async Task The_application_cannot_do_what_it_never_needs(string statement)
    {
        var fault = await Should.ThrowAsync<PostgresException>(() => AsApplication(Guid.Empty, statement));
        fault.SqlState.ShouldBe(PostgresErrorCodes.InsufficientPrivilege);
    }

    private async Task<List<string>> AsApplication(Guid? tenant, string statement)
    {
        await using var source = NpgsqlDataSource.Create(fixture.Database.AppConnectionString);
        await using var connection = await source.OpenConnectionAsync(Limit.Soon());
        if (tenant is { } id)
        {
            await using var scope = new NpgsqlCommand($"set app.tenant_id = '{id}'", connection);
            await scope.ExecuteNonQueryAsync(Limit.Soon());
        }

        await using var command = new NpgsqlCommand(statement, connection);
        await using var reader = await command.ExecuteReaderAsync(Limit.Soon());
        var rows = new List<string>();
        while (await reader.ReadAsync(Limit.Soon())) rows.Add(reader.GetString(0));
        return rows;
    }
}
