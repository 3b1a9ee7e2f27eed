using System.Text.Json;
using Dapper;
using FactoryFlow.EndToEnd.Tests.Api;
using FactoryFlow.Options.V1;

namespace FactoryFlow.EndToEnd.Tests.Journeys;

/// <summary>Who did what, as it is written down by each service and read as one list.</summary>
public sealed class AuditTests(WholeSystem system)
{
    // Another of the calls, which changes the password, has ended the sessions that they would end; no wage is missing here, and nobody is locked.
    private static readonly string[] WithoutEffect =
        ["SessionService.RevokeSession", "SessionService.RevokeAllSessions", "ReconciliationService.RepairWages", "UserService.UnlockUser"];

    [Fact]
    public async Task What_was_done_in_any_service_stands_in_one_list_the_newest_first()
    {
        var ground = await Ground.Make(system.Running);
        var entries = await Factory.Pages(ground.Factory.Admin, "/api/v1/audit-entries", "auditEntries", size: 10);
        Texts(entries, "service").Distinct().Order().ShouldBe(["identity", "ledger", "production", "tenancy", "workflow"]);
        Texts(entries, "action").ShouldContain("payment.created");
        Texts(entries, "id").ShouldBe(Texts(entries, "id").OrderDescending(StringComparer.Ordinal));
        Texts(entries, "id").Distinct().Count().ShouldBe(entries.Count);
        entries.Where(entry => Text(entry, "actorKind") == "STAFF").ShouldAllBe(entry => Text(entry, "remoteAddress") == "127.0.0.1" && Text(entry, "requestId").Length > 0);
    }

    [Fact]
    public async Task Filters_find_one_change_with_what_was_before_and_after()
    {
        var factory = await Factory.Open(system.Running);
        var worker = (await factory.Admin.Post("/api/v1/users", new { email = "worker@people.example", name = "Before", kind = "STAFF", roles = new[] { "worker" } })).Expect(201).Text("id");
        (await factory.Admin.Send(HttpMethod.Patch, $"/api/v1/users/{worker}", new { name = "After", status = "INACTIVE" })).Expect(200);
        var found = (await factory.Admin.Get($"/api/v1/audit-entries?entityType=user&entityId={worker}&action=user.updated&service=identity")).Expect(200);
        found.Items("auditEntries").Count.ShouldBe(1);
        (found.Text("auditEntries.0.changes.before.status"), found.Text("auditEntries.0.changes.after.status")).ShouldBe(("ACTIVE", "INACTIVE"));
        found.Items("unavailableServices").ShouldBeEmpty();
    }

    [Fact]
    public async Task The_platform_reads_a_tenants_entries_and_the_tenant_sees_that_it_did()
    {
        var factory = await Factory.Open(system.Running);
        (await system.Running.Platform.Get($"/api/v1/audit-entries?tenantId={factory.TenantId}&action=tenant.opened")).Expect(200).Items("auditEntries").Count.ShouldBe(1);
        (await factory.Admin.Get("/api/v1/audit-entries?action=audit_entries.read")).Expect(200).Text("auditEntries.0.actorKind").ShouldBe("PLATFORM");
        (await factory.Admin.Get($"/api/v1/audit-entries?tenantId={(await Factory.Open(system.Running)).TenantId}")).Expect(404, "TENANT_NOT_FOUND");
    }

    [Fact]
    public async Task Whatever_changes_something_leaves_an_entry()
    {
        // Those for the platform last: some of them end the tenant. The scan first: of a step that is complete it is refused in an answer that is fine.
        var calls = Rpc.Public.Where(rpc => rpc.IdempotencyKey != IdempotencyKey.Unspecified && !rpc.Rule.IsAnonymous && !WithoutEffect.Contains(rpc.Name))
            .OrderBy(rpc => rpc.IsForPlatformOnly).ThenBy(rpc => rpc.Name != "ScanService.BatchRecordScans");
        var (ground, silent, changed) = (await Ground.Make(system.Running), new List<string>(), 0);
        foreach (var rpc in calls)
        {
            var before = await Entries(rpc, ground);
            var caller = rpc.IsForPlatformOnly ? system.Running.Platform : ground.Factory.Admin;
            // One that is refused because of what another did before changes nothing.
            if ((await rpc.Call(caller, MinimalCalls.Of(rpc, ground))).Status is < 200 or > 299) continue;
            changed++;
            if (await Entries(rpc, ground) <= before) silent.Add(rpc.Name);
        }

        silent.ShouldBeEmpty();
        changed.ShouldBeGreaterThan(25);
    }

    // What the platform does may be written down in its own tenant, or in one that is new.
    private async Task<long> Entries(Rpc rpc, Ground ground)
    {
        await using var connection = await system.Running.OpenAsAdministrator(rpc.Descriptor.File.Package.Split('.')[1]);
        return await connection.ExecuteScalarAsync<long>(
            "select count(*) from audit_entries where actor_kind = @kind and (tenant_id = @tenant::uuid or @kind = 'PLATFORM')",
            new { tenant = ground.Factory.TenantId, kind = rpc.IsForPlatformOnly ? "PLATFORM" : "STAFF" });
    }

    private static List<string> Texts(IEnumerable<JsonElement> entries, string name) => [.. entries.Select(entry => Text(entry, name))];

    private static string Text(JsonElement entry, string name) => entry.GetProperty(name).GetString()!;
}
