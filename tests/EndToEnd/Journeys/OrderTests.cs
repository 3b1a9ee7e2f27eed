using System.Text.Json;

namespace FactoryFlow.EndToEnd.Tests.Journeys;

/// <summary>An order on its way, through the front door.</summary>
public sealed class OrderTests(WholeSystem system)
{
    private const string Path = "/api/v1/orders", Config = "/api/v1/workflows/config";

    private const string Delivery = """
        subject: { order: context.order }
        states: [{ id: made, type: start }, { id: sent, type: end }]
        transitions: [{ id: send, from: made, to: sent, gates: [qaPass] }]
        """;

    [Fact]
    public async Task An_order_goes_from_draft_to_delivered_when_its_gates_let_it()
    {
        var factory = await Floor("assembly", "qa");
        var order = await Order(factory);
        foreach (var status in new[] { "CONFIRMED", "IN_PRODUCTION", "ASSEMBLY" }) (await Take(factory, order, status)).Expect(200).Text("status").ShouldBe(status);
        var job = await Job(factory, order);
        (await Take(factory, order, "QA")).Expect(409, "ORDER_TRANSITION_BLOCKED").Text("errors.0.message").ShouldContain("assemblyComplete: Cutting of job 1 is not completed");
        await Do(job, "Cutting");
        (await Take(factory, order, "QA")).Expect(200);
        (await Take(factory, order, "READY")).Expect(409, "ORDER_TRANSITION_BLOCKED").Text("errors.0.message").ShouldContain("qaPass: QA of job 1 is not completed");
        (await factory.Admin.Get($"{Path}/{order}/transitions")).Expect(200).Text("refused.0.reasons.0.subject").ShouldBe("qaPass");
        await Do(job, "QA");
        foreach (var status in new[] { "READY", "SHIPPED", "DELIVERED" }) (await Take(factory, order, status)).Expect(200).Text("status").ShouldBe(status);
        Texts((await factory.Admin.Get($"{Path}/{order}/history")).Expect(200).Items("entries"), "toStatus")
            .ShouldBe(["DRAFT", "CONFIRMED", "IN_PRODUCTION", "ASSEMBLY", "QA", "READY", "SHIPPED", "DELIVERED"]);
    }

    [Fact]
    public async Task A_transition_is_told_to_its_tenant_and_there_for_no_other()
    {
        var (factory, other) = (await Floor("qa"), await Factory.Open(system.Running));
        var order = await Order(factory);
        (await Take(factory, order, "CONFIRMED")).Expect(200);
        var told = await Eventually.Sees(() => factory.Admin.Get("/api/v1/events?eventTypes=order.workflow.transitioned"), reply => reply.Items("events").Count == 1);
        (told.Text("events.0.data.orderId"), told.Text("events.0.data.fromStatus"), told.Text("events.0.data.toStatus")).ShouldBe((order, "DRAFT", "CONFIRMED"));
        foreach (var path in new[] { "", "/transitions", "/history" }) (await other.Admin.Get($"{Path}/{order}{path}")).Expect(404, "ORDER_NOT_FOUND");
        (await Take(other, order, "IN_PRODUCTION")).Expect(404, "ORDER_NOT_FOUND");
        (await other.Admin.Get(Path)).Expect(200).Items("orders").ShouldBeEmpty();
        (await other.Admin.Get("/api/v1/events")).Expect(200).Body.ShouldNotContain(order);
    }

    [Fact]
    public async Task A_flow_of_the_tenants_own_counts_while_the_feature_is_on()
    {
        var factory = await Floor("advanced_workflow");
        var flow = new { initialStatus = "NEW", transitions = new[] { new { from = "NEW", to = "DONE" } } };
        (await factory.Admin.Send(HttpMethod.Patch, Config, new { flow })).Expect(200).Text("version").ShouldBe("1");
        var order = (await factory.Admin.Post(Path, new { })).Expect(201);
        order.Text("status").ShouldBe("NEW");
        (await Take(factory, order.Text("id"), "DONE")).Expect(200).Text("status").ShouldBe("DONE");
        (await factory.Admin.Get(Config)).Expect(200).Text("configs.0.source").ShouldBe("TENANT");
        var wrong = new { initialStatus = "NEW", transitions = new[] { new { from = "OLD", to = "done" } } };
        (await factory.Admin.Send(HttpMethod.Patch, Config, new { flow = wrong })).Expect(400, "INVALID_INPUT").Fields
            .ShouldBe(["flow.transitions[0].to", "flow.transitions[0].from"], ignoreOrder: true);
    }

    [Fact]
    public async Task A_workflow_asks_the_gates_of_its_order()
    {
        var factory = await Floor("qa");
        var (order, workflows) = (await Order(factory), "/api/v1/workflows");
        var definition = (await factory.Admin.Post(workflows + "/definitions", new { name = "delivery", yaml = Delivery })).Expect(201).Text("id");
        (await factory.Admin.Post($"{workflows}/definitions/{definition}:publish")).Expect(200);
        var ways = $"{workflows}/instances/{(await factory.Admin.Post(workflows + "/instances", new { definition, context = new { order } })).Expect(201).Text("id")}/transitions";
        (await factory.Admin.Post(ways, new { transition = "send" })).Expect(409, "TRANSITION_BLOCKED").Text("errors.0.message").ShouldContain("qaPass: no job belongs to the order. Create a job");
        var job = await Job(factory, order);
        var why = (await factory.Admin.Get(ways)).Expect(200);
        (why.Text("refused.0.reasons.0.kind"), why.Text("refused.0.reasons.0.message")).ShouldBe(("GATE", "qaPass: QA of job 1 is not completed"));
        foreach (var step in new[] { "Cutting", "QA" }) await Do(job, step);
        (await factory.Admin.Get(ways)).Expect(200).Text("allowed.0.id").ShouldBe("send");
        (await factory.Admin.Post(ways, new { transition = "send", validateOnly = true })).Expect(200).Text("status").ShouldBe("COMPLETED");
        (await factory.Admin.Post(ways, new { transition = "send" })).Expect(200).Text("status").ShouldBe("COMPLETED");
    }

    [Fact]
    public async Task A_supervisor_takes_an_order_on_its_way_and_neither_makes_nor_changes_one()
    {
        var factory = await Floor();
        var (order, supervisor) = (await Order(factory), await Hire(factory, "supervisor"));
        (await supervisor.Get(Path)).Expect(200).Items("orders").Count.ShouldBe(1);
        (await supervisor.Get($"{Path}/{order}/transitions")).Expect(200).Items("allowed").ShouldNotBeEmpty();
        (await supervisor.Post($"{Path}/{order}/transition", new { toStatus = "CONFIRMED" })).Expect(200).Text("status").ShouldBe("CONFIRMED");
        Texts((await supervisor.Get($"{Path}/{order}/history")).Expect(200).Items("entries"), "toStatus").ShouldBe(["DRAFT", "CONFIRMED"]);
        (await supervisor.Get("/api/v1/service-categories")).Expect(200);
        (await supervisor.Post(Path, new { })).Expect(403, "PERMISSION_MISSING");
        (await supervisor.Send(HttpMethod.Patch, $"{Path}/{order}", new { isExpress = true })).Expect(403, "PERMISSION_MISSING");
        (await supervisor.Send(HttpMethod.Delete, $"{Path}/{order}", null)).Expect(403, "PERMISSION_MISSING");
        (await (await Hire(factory, "worker")).Get(Path)).Expect(403, "PERMISSION_MISSING");
    }

    private static async Task<Client> Hire(Factory factory, string role)
    {
        var email = role + "@people.example";
        (await factory.Admin.Post("/api/v1/users", new { email, name = "A " + role, password = Factory.Password, kind = "STAFF", roles = new[] { role } })).Expect(201);
        return await factory.System.Anybody.SignIn(factory.Slug, email, Factory.Password);
    }

    private static Task<Reply> Take(Factory factory, string order, string status) => factory.Admin.Post($"{Path}/{order}/transition", new { toStatus = status });

    private static async Task<string> Order(Factory factory) => (await factory.Admin.Post(Path, new { customerReference = "PO-1" })).Expect(201).Text("id");

    private static async Task<Job> Job(Factory factory, string order)
    {
        var (worker, article) = (await factory.Worker(), await factory.Article(("Cutting", "0.2500")));
        var (quantities, assignments) = (new Dictionary<string, int> { ["38"] = 4 }, new Dictionary<string, string> { ["Cutting"] = worker, ["QA"] = worker });
        return new Job(factory, (await factory.Admin.Post("/api/v1/jobs", new { articleId = article, quantities, orderId = order, assignments })).Expect(201));
    }

    private static async Task Do(Job job, string step) => await (await job.Start(step)).Complete(step);

    private static IEnumerable<string?> Texts(IEnumerable<JsonElement> items, string field) => items.Select(item => item.GetProperty(field).GetString());

    // A tenant whose features are known to production.
    private async Task<Factory> Floor(params string[] features)
    {
        var factory = await (await Factory.Open(system.Running)).Configure(("Cutting", true), ("QA", false));
        (await system.Running.Platform.Put($"/api/v1/tenants/{factory.TenantId}/feature-flags", new { flags = features.ToDictionary(name => name, _ => true) })).Expect(200);
        await Eventually.Sees(
            () => factory.Admin.Get(Config + ":effective"),
            seen => seen.Items("features").Select(feature => feature.GetString()).Order(StringComparer.Ordinal).SequenceEqual(features.Order(StringComparer.Ordinal)));
        return factory;
    }
}
