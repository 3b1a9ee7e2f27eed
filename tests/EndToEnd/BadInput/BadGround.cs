using System.Text.Json.Nodes;
using Dapper;
using FactoryFlow.EndToEnd.Tests.Api;

namespace FactoryFlow.EndToEnd.Tests.BadInput;

/// <summary>A factory that nobody else writes to, and an eye on whether a refused call wrote anything.</summary>
public sealed class BadGround(WholeSystem system) : IAsyncLifetime
{
    private readonly Dictionary<string, string> _counts = [];

    internal Ground Ground { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Ground = await Ground.Make(system.Running);
        object[] attributes =
        [
            new { name = "note", type = "TEXT" }, new { name = "weight", type = "NUMBER" }, new { name = "fragile", type = "BOOLEAN" },
            new { name = "due", type = "DATE" }, new { name = "color", type = "SELECT", options = new[] { "red", "blue" } },
        ];
        (await Ground.Factory.Admin.Post("/api/v1/tenant-config", Factory.Configuration([("Cutting", true), ("Sewing", true), ("Packing", false)], attributes))).Expect(200);
        foreach (var service in system.Running.Services) _counts[service] = await CountingAll(service);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>Whoever may call it.</summary>
    internal Client CallerOf(Rpc rpc) => rpc.Rule.IsAnonymous ? system.Running.Anybody : rpc.IsForPlatformOnly ? system.Running.Platform : Ground.Factory.Admin;

    /// <summary>Makes a call that must be refused, and demands that nothing was written.</summary>
    internal async Task<Reply> Refused(Rpc rpc, JsonObject fields, Func<Client, Task<Reply>> call)
    {
        var before = await Written();
        var reply = await call(CallerOf(rpc));
        reply.Status.ShouldBeLessThan(500, reply.Body);
        // Sign-in counts what failed, which is its purpose, and so does whoever asks for a password.
        if (rpc.Descriptor.Service.Name is "SessionService" or "PasswordService") return reply;
        (await Written()).ShouldBe(before, $"{rpc}: {reply}");
        if (rpc.Name is "PlanService.CreatePlan" or "TenantService.CreateTenant") (await Opened(fields["slug"]?.ToString() ?? "")).ShouldBe(0);
        return reply;
    }

    // How many rows the factory has in each service.
    private async Task<string> Written()
    {
        var rows = new List<string>();
        foreach (var (service, count) in _counts)
        {
            await using var connection = await system.Running.OpenAsAdministrator(service);
            rows.Add($"{service} {await connection.ExecuteScalarAsync<long>(count, new { tenant = Guid.Parse(Ground.Factory.TenantId) })}");
        }

        return string.Join(", ", rows);
    }

    private async Task<long> Opened(string slug)
    {
        await using var connection = await system.Running.OpenAsAdministrator("tenancy");
        var plans = await connection.ExecuteScalarAsync<long>("select count(*) from plans where slug = @slug and slug not in (select plan from tenants)", new { slug });
        return plans + await connection.ExecuteScalarAsync<long>("select count(*) from tenants where slug = @slug and slug <> @own", new { slug, own = Ground.Factory.Slug });
    }

    private async Task<string> CountingAll(string service)
    {
        await using var connection = await system.Running.OpenAsAdministrator(service);
        // Rows of these come and go by themselves, after what was written before: what is heard of it, too.
        var tables = await connection.QueryAsync<string>("""
            select c.relname from pg_class c join pg_attribute a on a.attrelid = c.oid
            where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and a.attname = 'tenant_id'
                and c.relname not in ('outbox', 'inbox', 'events', 'event_counters', 'account_movements', 'account_totals') order by 1
            """);
        return "select " + string.Join(" + ", tables.Select(table => $"(select count(*) from {table} where tenant_id = @tenant)"));
    }
}
