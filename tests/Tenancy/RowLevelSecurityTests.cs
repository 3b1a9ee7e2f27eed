using Npgsql;

namespace FactoryFlow.Tenancy.Tests;

public sealed class RowLevelSecurityTests(World world)
{
    [Theory]
    [InlineData("tenants")]
    [InlineData("tenant_configs")]
    public async Task Without_a_tenant_a_question_fails_instead_of_answering_nothing(string table)
    {
        await world.Configs.UpsertTenantConfigAsync(Some.Config(), world.Of(await world.NewTenant()));
        await Should.ThrowAsync<PostgresException>(() => world.RowsAsApplication($"select 1 from {table}"));
    }

    [Theory]
    [InlineData("tenants")]
    [InlineData("tenant_configs")]
    public async Task A_tenant_sees_its_own_rows_only(string table)
    {
        var (tenant, other) = (await world.NewTenant(), await world.NewTenant());
        foreach (var t in new[] { tenant, other }) await world.Configs.UpsertTenantConfigAsync(Some.Config(), world.Of(t));
        (await world.RowsAsApplication($"set app.tenant_id = '{tenant.Id}'; select tenant_id from {table}")).ShouldBe([tenant.Id]);
    }

    [Fact]
    public async Task Behind_the_administrations_door_tenants_are_seen_and_not_changed()
    {
        var tenant = await world.NewTenant();
        const string Behind = "set app.tenant_id = '00000000-0000-0000-0000-000000000000'; set app.door = 'platform-administration'; ";
        (await world.RowsAsApplication(Behind + $"select tenant_id from tenants where tenant_id = '{tenant.Id}'")).ShouldBe([tenant.Id]);
        (await world.RowsAsApplication(Behind + $"update tenants set name = 'x' where tenant_id = '{tenant.Id}' returning 1")).ShouldBeEmpty();
    }

    [Fact]
    public async Task The_application_changes_no_version_of_a_configuration()
    {
        foreach (var statement in new[] { "update tenant_configs set version = 1", "delete from tenant_configs" })
            (await Should.ThrowAsync<PostgresException>(() => world.RowsAsApplication($"set app.tenant_id = '{Guid.Empty}'; {statement}"))).SqlState.ShouldBe(PostgresErrorCodes.InsufficientPrivilege);
    }
}
