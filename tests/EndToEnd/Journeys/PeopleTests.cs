namespace FactoryFlow.EndToEnd.Tests.Journeys;

/// <summary>Who may do what, from the administrator who says so to the call that feels it.</summary>
public sealed class PeopleTests(WholeSystem system)
{
    [Fact]
    public async Task Somebody_new_may_do_what_their_role_says_and_what_is_granted_to_them()
    {
        var factory = await Factory.OpenConfigured(system.Running);
        var (id, person) = await Hire(factory, "supervisor");
        (await person.Post("/api/v1/workers", new { code = "W1", name = "A worker" })).Expect(201);
        (await person.Get("/api/v1/ledger/trial-balance")).Expect(200);
        (await person.Post("/api/v1/roles", new { name = "mine", permissions = new[] { "*:*:*" } })).Expect(403, "PERMISSION_MISSING");
        (await factory.Admin.Put($"/api/v1/users/{id}/grants", new { grants = new[] { "factories:create:all" }, denials = new[] { "workers:create:*" } })).Expect(200);
        var again = await SignIn(factory, "supervisor");
        (await again.Post("/api/v1/factories", new { factoryCode = "F1", name = "A factory" })).Expect(201);
        (await again.Post("/api/v1/workers", new { code = "W2", name = "A worker" })).Expect(403, "PERMISSION_MISSING");
        var why = (await factory.Admin.Get($"/api/v1/users/{id}/effective-permissions?permission=workers:create:all")).Expect(200);
        (why.Text("verdict.isAllowed"), why.Text("verdict.explanation")).ShouldBe(("false", "Not held: the role supervisor (workers:create:all) grants it, but their denial workers:create:* takes it away."));
    }

    [Fact]
    public async Task A_role_of_ones_own_is_made_of_the_permissions_that_calls_require()
    {
        var factory = await Factory.OpenConfigured(system.Running);
        var known = (await factory.Admin.Get("/api/v1/permissions")).Expect(200).Items("permissions").Select(p => p.GetProperty("permission").GetString()).ToList();
        known.ShouldContain("payments:create:all");
        (await factory.Admin.Post("/api/v1/roles", new { name = "Cashier", permissions = new[] { "payment:create:all" } })).Expect(400, "INVALID_INPUT").Fields.ShouldBe(["permissions[0]"]);
        var role = (await factory.Admin.Post("/api/v1/roles", new { name = "Cashier", permissions = new[] { "payments:create:all", "workers:read:all" } })).Expect(201);
        var (_, cashier) = await Hire(factory, "Cashier");
        (await cashier.Post("/api/v1/ledger/payments", new { workerId = await factory.Worker(), amount = "1", currency = "EUR" })).Expect(201);
        (await cashier.Get("/api/v1/ledger/trial-balance")).Expect(403, "PERMISSION_MISSING");
        (await factory.Admin.Send(HttpMethod.Delete, $"/api/v1/roles/{role.Text("id")}", null)).Expect(409, "ROLE_IN_USE");
    }

    [Fact]
    public async Task Everybody_learns_who_and_where_they_are()
    {
        var factory = await Factory.Open(system.Running);
        var me = (await factory.Admin.Get("/api/v1/me")).Expect(200);
        (me.Text("user.email"), me.Text("tenant.slug"), me.Text("tenant.plan"), me.Text("tenancyStatus")).ShouldBe((Factory.EmailOf(factory.Slug), factory.Slug, factory.Slug, "NOT_CONFIGURED"));
        await factory.Configure(("Cutting", true));
        me = (await factory.Admin.Get("/api/v1/me")).Expect(200);
        (me.Text("tenancyStatus"), me.Text("config.jobSteps.0.name"), me.Text("permissions.0"), me.Text("tenant.settings.limits.maxUsers")).ShouldBe(("COMPLETE", "Cutting", "*:*:*", "-1"));
        (await system.Running.Platform.Get("/api/v1/me")).Expect(200).Text("tenancyStatus").ShouldBe("NO_TENANT");
    }

    [Fact]
    public async Task A_factory_that_is_deleted_takes_everybodys_access_along()
    {
        var factory = await Factory.Open(system.Running);
        var (id, _) = await Hire(factory, "supervisor");
        var place = (await factory.Admin.Post("/api/v1/factories", new { factoryCode = "N", name = "North", nameCn = "北厂" })).Expect(201).Text("id");
        (await factory.Admin.Put($"/api/v1/users/{id}/factories/{place}", new { accessLevel = "EDITOR" })).Expect(200);
        (await factory.Admin.Send(HttpMethod.Patch, $"/api/v1/users/{id}", new { defaultFactoryId = place })).Expect(200);
        (await (await SignIn(factory, "supervisor")).Get("/api/v1/me")).Expect(200).Text("factories.0.factoryId").ShouldBe(place);
        (await factory.Admin.Send(HttpMethod.Delete, $"/api/v1/factories/{place}", null)).Expect(204);
        await Eventually.Sees(() => factory.Admin.Get($"/api/v1/users/{id}/factories"), reply => reply.Items("factories").Count == 0);
        (await factory.Admin.Get($"/api/v1/users/{id}")).Expect(200).Text("defaultFactoryId").ShouldBe("");
    }

    private static async Task<(string Id, Client Client)> Hire(Factory factory, string role)
    {
        var user = (await factory.Admin.Post("/api/v1/users", new { email = EmailOf(role), name = role, password = Factory.Password, kind = "STAFF", roles = new[] { role } })).Expect(201);
        user.Location.ShouldBe($"/api/v1/users/{user.Text("id")}");
        return (user.Text("id"), await SignIn(factory, role));
    }

    private static Task<Client> SignIn(Factory factory, string role) => factory.System.Anybody.SignIn(factory.Slug, EmailOf(role), Factory.Password);

    private static string EmailOf(string role) => $"{role}@people.example".ToLowerInvariant();
}
