namespace FactoryFlow.EndToEnd.Tests.BadInput;

/// <summary>Steps out of turn, and what a configuration or a plan does not allow.</summary>
public sealed class OrderOfWorkTests(WholeSystem system)
{
    [Fact]
    public async Task A_step_is_not_completed_before_it_is_started_and_not_twice()
    {
        var (_, job) = await AssignedJob();
        (await job.TryComplete("Cutting")).Expect(409, "STEP_NOT_STARTED").Text("code").ShouldBe("WORKFLOW_ERROR");
        await job.Start("Cutting");
        await job.Complete("Cutting");
        (await job.TryComplete("Cutting")).Expect(409, "STEP_ALREADY_COMPLETED");
        (await job.TryStart("Cutting")).Expect(409, "STEP_ALREADY_COMPLETED");
    }

    [Fact]
    public async Task A_step_is_not_started_before_the_one_before_it_is_completed_and_not_twice()
    {
        var (_, job) = await AssignedJob();
        (await job.TryStart("Sewing")).Expect(409, "EARLIER_STEP_NOT_COMPLETED");
        await job.Start("Cutting");
        (await job.TryStart("Sewing")).Expect(409, "EARLIER_STEP_NOT_COMPLETED");
        (await job.TryStart("Cutting")).Expect(409, "STEP_ALREADY_STARTED");
    }

    [Fact]
    public async Task A_step_that_nobody_has_is_not_started()
    {
        var (factory, job) = await AssignedJob();
        await job.Start("Cutting");
        await job.Complete("Cutting");
        (await job.TryStart("Sewing")).Expect(409, "STEP_NOT_ASSIGNED");
        await job.Assign("Sewing", await factory.Worker());
        (await job.TryStart("Sewing")).Expect(200);
    }

    [Fact]
    public async Task A_completed_step_is_not_given_to_somebody_else()
    {
        var (factory, job) = await AssignedJob();
        await job.Start("Cutting");
        await job.Complete("Cutting");
        (await factory.Admin.Put($"{job.Path}/steps/{job.Step("Cutting")}/assignment", new { workerId = await factory.Worker() })).Expect(409, "STEP_ALREADY_COMPLETED");
    }

    [Fact]
    public async Task A_required_attribute_must_be_there()
    {
        var factory = await Factory.Open(system.Running);
        object[] attributes = [new { name = "style", type = "TEXT", isRequired = true }];
        (await factory.Admin.Post("/api/v1/tenant-config", Factory.Configuration([("Cutting", true)], attributes))).Expect(200);
        var article = await factory.Article(("Cutting", "1"));
        var quantities = new Dictionary<string, int> { ["38"] = 1 };
        (await factory.Admin.Post("/api/v1/jobs", new { articleId = article, quantities })).Expect(400, "INVALID_INPUT").Fields.ShouldBe(["attributes.style"]);
        (await factory.Admin.Post("/api/v1/jobs", new { articleId = article, quantities, attributes = new { style = "plain" } })).Expect(201).Text("attributes.style").ShouldBe("plain");
    }

    [Fact]
    public async Task Without_a_configuration_there_are_no_articles_and_no_jobs()
    {
        var factory = await Factory.Open(system.Running);
        (await factory.Admin.Post("/api/v1/articles", new { code = "A", name = "An article" })).Expect(409, "TENANT_NOT_CONFIGURED");
        (await factory.Admin.Post("/api/v1/jobs", new { articleId = Guid.NewGuid(), quantities = new Dictionary<string, int> { ["38"] = 1 } })).Expect(409, "TENANT_NOT_CONFIGURED");
        (await factory.Admin.Get("/api/v1/tenant-config")).Expect(404, "TENANT_CONFIG_NOT_FOUND");
    }

    [Fact]
    public async Task More_steps_and_attributes_than_the_plan_allows_are_refused()
    {
        var slug = Factory.NewSlug();
        var limits = new { maxJobSteps = 1, maxArticleAttributes = 0, maxUsers = -1, maxWorkers = -1 };
        (await system.Running.Platform.Post("/api/v1/plans", new { slug, name = "Small", limits })).Expect(201);
        (await system.Running.Platform.Post("/api/v1/tenants", Factory.Tenant(slug))).Expect(201);
        var admin = await system.Running.Anybody.SignIn(slug, Factory.EmailOf(slug), Factory.Password);
        (await admin.Post("/api/v1/tenant-config", Factory.Configuration([("Cutting", true), ("Sewing", true)]))).Expect(403, "PLAN_LIMIT_EXCEEDED").Fields.ShouldBe(["jobSteps"]);
        object[] attributes = [new { name = "note", type = "TEXT" }];
        (await admin.Post("/api/v1/tenant-config", Factory.Configuration([("Cutting", true)], attributes))).Expect(403, "PLAN_LIMIT_EXCEEDED").Text("code").ShouldBe("PLAN_LIMIT_EXCEEDED");
        (await admin.Post("/api/v1/tenant-config", Factory.Configuration([("Cutting", true)]))).Expect(200).Text("version").ShouldBe("1");
    }

    [Fact]
    public async Task A_slug_that_is_taken_is_refused()
    {
        var factory = await Factory.Open(system.Running);
        (await system.Running.Platform.Post("/api/v1/plans", Factory.Plan(factory.Slug))).Expect(409, "PLAN_SLUG_TAKEN").Fields.ShouldBe(["slug"]);
        (await system.Running.Platform.Post("/api/v1/tenants", Factory.Tenant(factory.Slug))).Expect(409, "TENANT_SLUG_TAKEN").Fields.ShouldBe(["slug"]);
    }

    [Fact]
    public async Task Five_wrong_passwords_lock_the_address_and_no_other()
    {
        var (one, other) = (await Factory.Open(system.Running), await Factory.Open(system.Running));
        Task<Reply> SignIn(Factory factory, string password) =>
            system.Running.Anybody.Post("/api/v1/auth/login", new { tenant = factory.Slug, email = Factory.EmailOf(factory.Slug), password });
        for (var i = 0; i < 5; i++) (await SignIn(one, "not the right one")).Expect(401, "SIGN_IN_REFUSED");
        (await SignIn(one, Factory.Password)).Reason.ShouldBe("ACCOUNT_LOCKED");
        (await SignIn(other, Factory.Password)).Expect(200);
    }

    private async Task<(Factory Factory, Job Job)> AssignedJob()
    {
        var factory = await Factory.OpenConfigured(system.Running);
        return (factory, await factory.Job(await factory.Article(("Cutting", "1"), ("Sewing", "1")), 5, await factory.Worker(), "Cutting"));
    }
}
