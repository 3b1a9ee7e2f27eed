namespace FactoryFlow.EndToEnd.Tests.Journeys;

/// <summary>What the platform does to tenants that are open, as its administrator and the other services see it.</summary>
public sealed class AdministrationTests(WholeSystem system)
{
    private Client Platform => system.Running.Platform;

    [Fact]
    public async Task A_tenants_settings_are_set_and_read_again()
    {
        var tenant = $"/api/v1/tenants/{(await Factory.Open(system.Running)).TenantId}";
        (await Platform.Send(HttpMethod.Patch, tenant, new { name = "Renamed" })).Expect(200);
        (await Platform.Put($"{tenant}/cors-origins", new { origins = new[] { "https://Portal.Example.com:443", "http://localhost:5173" } })).Expect(200);
        (await Platform.Put($"{tenant}/feature-flags", new { flags = new { advanced_workflow = true, express = false } })).Expect(200);
        var read = (await Platform.Get(tenant)).Expect(200);
        read.Text("name").ShouldBe("Renamed");
        read.Items("corsOrigins").Select(o => o.GetString()).ShouldBe(["https://portal.example.com", "http://localhost:5173"]);
        read.Json.GetProperty("featureFlags").EnumerateObject().Select(f => $"{f.Name} {f.Value}").ShouldBe(["advanced_workflow True", "express False"], ignoreOrder: true);
    }

    [Fact]
    public async Task Every_service_that_keeps_tenants_hears_of_a_change()
    {
        var factory = await Factory.Open(system.Running);
        (await Platform.Put($"/api/v1/tenants/{factory.TenantId}/feature-flags", new { flags = new { qa = true } })).Expect(200);
        foreach (var service in new[] { "identity", "production" })
        {
            await using var connection = await system.Running.OpenAsAdministrator(service);
            (await Eventually.Sees(() => Qa(connection, factory.TenantId), on => on == true)).ShouldBe(true, service);
        }
    }

    [Fact]
    public async Task A_suspended_tenant_is_reactivated_and_a_deleted_one_is_kept()
    {
        var tenant = $"/api/v1/tenants/{(await Factory.Open(system.Running)).TenantId}";
        var suspended = (await Platform.Post($"{tenant}:suspend", new { reason = "Unpaid" })).Expect(200);
        (suspended.Text("status"), suspended.Text("suspensionReason")).ShouldBe(("SUSPENDED", "Unpaid"));
        (await Platform.Post($"{tenant}:suspend", new { reason = "Again" })).Expect(409, "TENANT_NOT_ACTIVE");
        (await Platform.Post($"{tenant}:reactivate")).Expect(200).Text("status").ShouldBe("ACTIVE");
        (await Platform.Post($"{tenant}:reactivate")).Expect(409, "TENANT_ALREADY_ACTIVE");
        (await Platform.Send(HttpMethod.Delete, tenant, null)).Expect(204);
        (await Platform.Get(tenant)).Expect(200).Text("status").ShouldBe("INACTIVE");
    }

    private static Task<bool?> Qa(Npgsql.NpgsqlConnection connection, string tenant) =>
        Dapper.SqlMapper.ExecuteScalarAsync<bool?>(connection, "select (state->'featureFlags'->>'qa')::boolean from tenant_states where tenant_id = @tenant::uuid", new { tenant });
}
