namespace FactoryFlow.EndToEnd.Tests.Journeys;

/// <summary>What a tenant's plan allows, wherever the limited thing is created.</summary>
public sealed class PlanLimitTests(WholeSystem system)
{
    [Fact]
    public async Task Fifty_workers_at_once_at_the_limit_minus_three_are_exactly_three()
    {
        var factory = await Factory.Open(system.Running, limits: Limits(workers: 5));
        foreach (var _ in Enumerable.Range(0, 2)) await factory.Worker();
        var replies = await Task.WhenAll(Enumerable.Range(0, 50).Select(i => factory.Admin.Post("/api/v1/workers", new { code = $"N{i}", name = "A worker" })));
        replies.Count(reply => reply.Status == 201).ShouldBe(3);
        foreach (var refused in replies.Where(reply => reply.Status != 201)) refused.Expect(403, "PLAN_LIMIT_EXCEEDED").Text("code").ShouldBe("PLAN_LIMIT_EXCEEDED");
        (await Factory.Pages(factory.Admin, "/api/v1/workers", "workers", 200)).Count.ShouldBe(5);
    }

    [Fact]
    public async Task A_refused_worker_leaves_nothing_behind()
    {
        var factory = await Factory.Open(system.Running, limits: Limits(workers: 0));
        (await factory.Admin.Post("/api/v1/workers", new { code = "A", name = "A worker" })).Expect(403, "PLAN_LIMIT_EXCEEDED");
        (await Factory.Pages(factory.Admin, "/api/v1/workers", "workers", 200)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_warning_waits_for_nobody()
    {
        var factory = await Factory.Open(system.Running, limits: Limits(workers: 1));
        await factory.Worker();
        await using var connection = await system.Running.OpenAsAdministrator("production");
        var waiting = await Eventually.Sees(
            () => Dapper.SqlMapper.ExecuteScalarAsync<long>(connection, "select count(*) from outbox where tenant_id = @tenant::uuid", new { tenant = factory.TenantId }), count => count == 0);
        waiting.ShouldBe(0);
    }

    [Fact]
    public async Task A_tenants_administrator_sees_what_is_used_of_each_limit()
    {
        var factory = await (await Factory.Open(system.Running, limits: Limits(workers: 5))).Configure(("Cutting", true), ("Packing", false));
        foreach (var _ in Enumerable.Range(0, 2)) await factory.Worker();
        var usage = (await factory.Admin.Get("/api/v1/usage")).Expect(200);
        usage.Items("limits").Select(l => $"{l.GetProperty("limit")} {l.GetProperty("used")} of {l.GetProperty("allowed")}")
            .ShouldBe(["MAX_JOB_STEPS 2 of -1", "MAX_ARTICLE_ATTRIBUTES 0 of -1", "MAX_USERS 1 of -1", "MAX_WORKERS 2 of 5"]);
        var platforms = (await system.Running.Platform.Get($"/api/v1/tenants/{factory.TenantId}/usage")).Expect(200);
        platforms.Json.GetProperty("limits").GetRawText().ShouldBe(usage.Json.GetProperty("limits").GetRawText());
    }

    [Fact]
    public async Task A_smaller_plan_says_what_exceeds_it_deletes_nothing_and_stops_creation()
    {
        var factory = await Factory.Open(system.Running);
        foreach (var _ in Enumerable.Range(0, 3)) await factory.Worker();
        var small = (await system.Running.Platform.Post("/api/v1/plans", Factory.Plan(Factory.NewSlug(), Limits(workers: 2)))).Expect(201).Text("slug");
        var preview = (await system.Running.Platform.Post($"/api/v1/tenants/{factory.TenantId}:previewPlanChange", new { plan = small })).Expect(200);
        preview.Items("limits").Where(l => l.GetProperty("exceeds").GetBoolean()).Select(l => l.GetProperty("effect").GetString())
            .ShouldBe(["Nothing is deleted: all 3 stay; no more can be created until fewer than 2 are left."]);
        (await TryCreate(factory)).Expect(201);

        (await system.Running.Platform.Post($"/api/v1/tenants/{factory.TenantId}:changePlan", new { plan = small })).Expect(200).Text("plan").ShouldBe(small);
        await Eventually.Sees(() => TryCreate(factory), reply => reply.Status == 403);
        (await TryCreate(factory)).Expect(403, "PLAN_LIMIT_EXCEEDED");
        (await system.Running.Platform.Post($"/api/v1/tenants/{factory.TenantId}:changePlan", new { plan = factory.PlanId })).Expect(200);
        (await Eventually.Sees(() => TryCreate(factory), reply => reply.Status == 201)).Expect(201);
    }

    private static Task<Reply> TryCreate(Factory factory) => factory.Admin.Post("/api/v1/workers", new { code = factory.Next("T"), name = "A worker" });

    private static object Limits(int workers = -1) => new { maxJobSteps = -1, maxArticleAttributes = -1, maxUsers = -1, maxWorkers = workers };
}
