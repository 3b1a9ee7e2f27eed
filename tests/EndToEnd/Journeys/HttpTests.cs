namespace FactoryFlow.EndToEnd.Tests.Journeys;

/// <summary>What HTTP says around an answer, and the paths that mean the same.</summary>
public sealed class HttpTests(WholeSystem system)
{
    [Fact]
    public async Task A_creation_answers_201_and_says_where_what_it_made_is()
    {
        var factory = await Factory.OpenConfigured(system.Running);
        var article = (await factory.Admin.Post("/api/v1/articles", new { code = "A", name = "An article", stepRates = new Dictionary<string, string> { ["Cutting"] = "1", ["Sewing"] = "1" } })).Expect(201);
        var worker = (await factory.Admin.Post("/api/v1/workers", new { code = "W", name = "A worker" })).Expect(201);
        var job = await factory.Job(article.Text("id"), 1);
        var payment = (await factory.Pay(worker.Text("id"), "1")).Expect(201);
        foreach (var (created, path) in new[] { (article, "articles"), (worker, "workers"), (job.Created, "jobs"), (payment, "ledger/payments") })
        {
            created.Location.ShouldBe($"/api/v1/{path}/{created.Text("id")}");
            (await factory.Admin.Get(created.Location!)).Expect(200).Body.ShouldBe(created.Body);
        }
    }

    [Fact]
    public async Task A_plan_and_a_tenant_say_where_they_are()
    {
        var slug = Factory.NewSlug();
        var plan = (await system.Running.Platform.Post("/api/v1/plans", Factory.Plan(slug))).Expect(201);
        var tenant = (await system.Running.Platform.Post("/api/v1/tenants", Factory.Tenant(slug))).Expect(201);
        (plan.Location, tenant.Location).ShouldBe(($"/api/v1/plans/{plan.Text("id")}", $"/api/v1/tenants/{tenant.Text("id")}"));
        (await system.Running.Platform.Get(plan.Location!)).Expect(200).Body.ShouldBe(plan.Body);
        (await system.Running.Platform.Get($"/api/v1/plans/{slug}")).Expect(200).Body.ShouldBe(plan.Body);
        (await system.Running.Platform.Get(tenant.Location!)).Expect(200).Body.ShouldBe(tenant.Body);
        (tenant.Text("status"), tenant.Text("domainStatus"), tenant.Text("plan")).ShouldBe(("ACTIVE", "ACTIVE", slug));
    }

    [Fact]
    public async Task Signing_out_answers_204_without_a_body_and_ends_the_session()
    {
        var factory = await Factory.Open(system.Running);
        var session = (await system.Running.Anybody.Post("/api/v1/auth/login", new { tenant = factory.Slug, email = Factory.EmailOf(factory.Slug), password = Factory.Password })).Expect(200);
        var refreshed = (await system.Running.Anybody.Post("/api/v1/auth/refresh", new { refreshToken = session.Text("refreshToken") })).Expect(200);
        (await system.Running.Anybody.Post("/api/v1/auth/logout", new { refreshToken = refreshed.Text("refreshToken") })).Expect(204).Body.ShouldBeEmpty();
        (await system.Running.Anybody.Post("/api/v1/auth/refresh", new { refreshToken = refreshed.Text("refreshToken") })).Expect(401, "SESSION_ENDED");
    }

    [Fact]
    public async Task A_tenant_can_be_opened_under_the_other_path()
    {
        var slug = Factory.NewSlug();
        (await system.Running.Platform.Post("/api/v1/plans", Factory.Plan(slug))).Expect(201);
        var tenant = (await system.Running.Platform.Post("/api/v1/tenant", Factory.Tenant(slug))).Expect(201);
        (await system.Running.Platform.Get($"/api/v1/tenants/{tenant.Text("id")}")).Expect(200).Text("slug").ShouldBe(slug);
    }

    [Fact]
    public async Task A_job_can_be_created_under_the_other_path()
    {
        var factory = await Factory.OpenConfigured(system.Running);
        var article = await factory.Article(("Cutting", "1"));
        var job = (await factory.Admin.Post("/api/v1/job/create", new { articleId = article, quantities = new Dictionary<string, int> { ["38"] = 10, ["39"] = 20 } })).Expect(201);
        (job.Text("totalQuantity"), job.Text("number"), job.Text("status"), job.Location).ShouldBe(("30", "1", "PENDING", $"/api/v1/jobs/{job.Text("id")}"));
    }

    [Fact]
    public async Task A_statement_can_be_asked_for_with_post()
    {
        var factory = await Factory.OpenConfigured(system.Running);
        var worker = await factory.Worker();
        await factory.Earned(worker, await factory.Article(("Cutting", "1")), 4);
        await factory.BalanceBecomes(worker, 4m);
        var asked = (await factory.Admin.Post($"/api/v1/ledger/worker/{worker}", new { pageSize = 200 }, Client.NoKey)).Expect(200);
        asked.Body.ShouldBe((await factory.Statement(worker)).Body);
        (await factory.Admin.Post($"/api/v1/ledger/worker/{worker}")).Expect(200).Amount("balance").ShouldBe(4m);
    }

    [Fact]
    public async Task A_path_that_is_none_and_a_method_that_is_not_taken_are_problems()
    {
        var factory = await Factory.Open(system.Running);
        (await factory.Admin.Get("/api/v1/nothing")).Expect(404, "ROUTE_NOT_FOUND");
        (await factory.Admin.Put("/api/v1/workers", new { })).Expect(405, "METHOD_NOT_ALLOWED");
    }

    [Fact]
    public async Task A_change_can_be_conditioned_on_what_was_read_by_headers_alone()
    {
        var factory = await Factory.Open(system.Running);
        var worker = (await factory.Admin.Post("/api/v1/workers", new { code = "W", name = "A worker" })).Expect(201).Location!;
        var (_, read) = await Call(factory, HttpMethod.Get, worker, null);
        read.ShouldBe("\"1\"");
        var (changed, next) = await Call(factory, HttpMethod.Patch, worker, read, """{"name": "B"}""");
        (changed, next).ShouldBe(("200", "\"2\""));
        (await Call(factory, HttpMethod.Patch, worker, read, """{"name": "C"}""")).Answer.ShouldBe("409 ETAG_MISMATCH");
        (await Call(factory, HttpMethod.Patch, worker, next, """{"name": "C", "etag": "1"}""")).Answer.ShouldBe("400 IF_MATCH_INVALID");
        (await Call(factory, HttpMethod.Get, worker, next)).Answer.ShouldBe("400 IF_MATCH_INVALID");
        (await Call(factory, HttpMethod.Delete, worker, read)).Answer.ShouldBe("409 ETAG_MISMATCH");
        (await Call(factory, HttpMethod.Delete, worker, next)).ShouldBe(("204", ""));
    }

    [Theory]
    [InlineData("/health/live")]
    [InlineData("/health/ready")]
    [InlineData("/api/health")]
    public async Task Everybody_may_ask_how_the_system_is(string path) =>
        (await system.Running.Anybody.Get(path)).Expect(200).Text("status").ShouldBe("UP");

    // The status with the reason of a refusal, and the etag.
    private async Task<(string Answer, string Etag)> Call(Factory factory, HttpMethod method, string path, string? condition, string? body = null)
    {
        using var request = new HttpRequestMessage(method, path);
        request.Headers.Add("Authorization", "Bearer " + factory.Admin.Token);
        request.Headers.Add("Idempotency-Key", Guid.CreateVersion7().ToString());
        if (condition is not null) request.Headers.Add("If-Match", condition);
        if (body is not null) request.Content = new StringContent(body, null, "application/json");
        using var response = await system.Running.Http.SendAsync(request);
        var reason = (int)response.StatusCode < 400 ? "" : $" {System.Text.Json.Nodes.JsonNode.Parse(await response.Content.ReadAsStringAsync())!["reason"]}";
        return ($"{(int)response.StatusCode}{reason}", response.Headers.ETag?.ToString() ?? "");
    }
}
