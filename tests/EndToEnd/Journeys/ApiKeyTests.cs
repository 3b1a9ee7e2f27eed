namespace FactoryFlow.EndToEnd.Tests.Journeys;

/// <summary>A program of the tenant's that calls with a key of its own.</summary>
public sealed class ApiKeyTests(WholeSystem system)
{
    [Fact]
    public async Task A_program_creates_jobs_with_its_key_and_nothing_else_until_the_key_is_revoked()
    {
        var factory = await Factory.OpenConfigured(system.Running);
        var job = new { articleId = await factory.Article(("Cutting", "0.2500")), quantities = new Dictionary<string, int> { ["38"] = 5 } };
        var made = (await factory.Admin.Post("/api/v1/api-keys", new { name = "The web shop", permissions = new[] { "jobs:create:all", "jobs:read:all" } })).Expect(201);
        made.Location.ShouldBe($"/api/v1/api-keys/{made.Text("id")}");
        var program = new Client(system.Running.Http, made.Text("apiKey"));

        var created = (await program.Post("/api/v1/jobs", job)).Expect(201);
        (await program.Get($"/api/v1/jobs/{created.Text("id")}")).Expect(200);
        (await program.Post("/api/v1/workers", new { code = "W", name = "A worker" })).Expect(403, "PERMISSION_MISSING");
        (await program.Get("/api/v1/me")).Expect(200).Text("user.name").ShouldBe("The web shop");
        (await factory.Admin.Get($"/api/v1/audit-entries?entityType=job&entityId={created.Text("id")}")).Expect(200).Text("auditEntries.0.actorId").ShouldBe(made.Text("id"));

        var shown = (await factory.Admin.Get("/api/v1/api-keys")).Expect(200);
        (shown.Text("apiKeys.0.prefix"), shown.Text("apiKeys.0.apiKey"), shown.Text("apiKeys.0.status")).ShouldBe((made.Text("prefix"), "", "ACTIVE"));
        (await factory.Admin.Send(HttpMethod.Delete, $"/api/v1/api-keys/{made.Text("id")}", null)).Expect(204);
        await Eventually.Sees(() => program.Get("/api/v1/jobs"), reply => reply.Status == 401, TimeSpan.FromSeconds(60));
        await Eventually.Sees(() => program.Get("/api/v1/jobs"), reply => reply.Reason == "API_KEY_REFUSED", TimeSpan.FromSeconds(60));
    }

    [Fact]
    public async Task A_key_does_less_as_soon_as_it_is_changed()
    {
        var factory = await Factory.OpenConfigured(system.Running);
        var made = (await factory.Admin.Post("/api/v1/api-keys", new { name = "The web shop", permissions = new[] { "jobs:*:*", "workers:*:*" } })).Expect(201);
        var program = new Client(system.Running.Http, made.Text("apiKey"));
        (await program.Get("/api/v1/workers")).Expect(200);
        (await factory.Admin.Send(HttpMethod.Patch, $"/api/v1/api-keys/{made.Text("id")}", new { permissions = new[] { "jobs:read:all" } })).Expect(200);
        await Eventually.Sees(() => program.Get("/api/v1/workers"), reply => reply.Status == 403, TimeSpan.FromSeconds(60));
        (await program.Get("/api/v1/jobs")).Expect(200);
    }
}
