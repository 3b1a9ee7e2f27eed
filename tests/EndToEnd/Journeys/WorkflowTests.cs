namespace FactoryFlow.EndToEnd.Tests.Journeys;

/// <summary>From a file to an instance at its end, through the gateway, by the people that the definition names.</summary>
public sealed class WorkflowTests(WholeSystem system)
{
    private const string Definitions = "/api/v1/workflows/definitions", Instances = "/api/v1/workflows/instances";

    [Fact]
    public async Task What_waits_for_time_goes_on_by_itself()
    {
        var factory = await Factory.Open(system.Running);
        const string Yaml = """
            states: [{ id: glued, type: start }, { id: drying, type: waitForTimer, duration: PT2S }, { id: dry, type: end }]
            transitions: [{ id: hang, from: glued, to: drying }, { from: drying, to: dry }]
            """;
        var definition = (await factory.Admin.Post("/api/v1/workflows/definitions", new { name = "drying", yaml = Yaml })).Expect(201).Text("id");
        (await factory.Admin.Post($"/api/v1/workflows/definitions/{definition}:publish")).Expect(200);
        var instance = (await factory.Admin.Post("/api/v1/workflows/instances", new { definition = "drying" })).Expect(201).Text("id");
        (await factory.Admin.Post($"/api/v1/workflows/instances/{instance}/transitions", new { transition = "hang" })).Expect(200).Text("currentState").ShouldBe("drying");
        await Eventually.Sees(() => factory.Admin.Get($"/api/v1/workflows/instances/{instance}"), reply => reply.Text("status") == "COMPLETED");
    }

    [Fact]
    public async Task A_purchase_is_asked_for_by_one_and_approved_by_another()
    {
        var factory = await Factory.Open(system.Running);
        var definition = await Publish(factory, "purchase-approval");
        definition.Text("status").ShouldBe("ACTIVE");
        (await factory.Admin.Post("/api/v1/roles", new { name = "purchaser", permissions = new[] { "workflows:read:all", "workflows:start:all", "workflows:transition:all" } })).Expect(201);
        var (buyer, supervisor) = (await Hire(factory, "purchaser"), await Hire(factory, "supervisor"));
        var started = (await buyer.Post(Instances, new { definition = "purchase-approval", context = new { amount = 900, currency = "EUR", supplier = "Thread Ltd" }, businessKey = "PO-7" })).Expect(201);
        var path = $"{Instances}/{started.Text("id")}";
        (started.Text("currentState"), started.Location).ShouldBe(("draft", path));
        (await supervisor.Post(path + "/transitions", new { transition = "submit" })).Expect(403, "TRANSITION_FORBIDDEN");
        (await buyer.Post(path + "/transitions", new { transition = "submit", reason = "Out of thread." })).Expect(200).Text("currentState").ShouldBe("supervisorApproval");
        var why = (await buyer.Get(path + "/transitions")).Expect(200);
        (why.Items("allowed").Count, why.Text("refused.0.reasons.0.kind")).ShouldBe((0, "ROLE"));
        (await buyer.Post(path + "/transitions", new { toState = "ordered" })).Expect(403, "TRANSITION_FORBIDDEN").Text("code").ShouldBe("FORBIDDEN");
        (await supervisor.Post(path + "/transitions", new { transition = "refuse" })).Expect(409, "TRANSITION_BLOCKED").Text("code").ShouldBe("WORKFLOW_ERROR");
        var done = (await supervisor.Post(path + "/transitions", new { toState = "ordered" })).Expect(200);
        (done.Text("status"), done.Text("currentState")).ShouldBe(("COMPLETED", "ordered"));
        var history = (await buyer.Get(path + "/history")).Expect(200).Items("entries").Where(e => e.GetProperty("type").GetString() == "TRANSITIONED").Select(e => e.GetProperty("toState").GetString());
        history.ShouldBe(["routing", "supervisorApproval", "ordered"]);
    }

    [Fact]
    public async Task A_definition_as_json_is_versioned_and_running_instances_keep_theirs()
    {
        var factory = await Factory.Open(system.Running);
        var id = (await factory.Admin.Post(Definitions, new { name = "request", definition = Request("approved") })).Expect(201).Text("id");
        (await factory.Admin.Post($"{Definitions}/{id}:publish")).Expect(200);
        var instance = (await factory.Admin.Post(Instances, new { definition = id })).Expect(201).Text("id");
        (await factory.Admin.Put($"{Definitions}/{id}", new { name = "request", definition = Request("granted") })).Expect(200).Text("version").ShouldBe("2");
        (await factory.Admin.Post($"{Definitions}/{id}:publish")).Expect(200).Text("activeVersion").ShouldBe("2");
        (await factory.Admin.Post($"{Instances}/{instance}/transitions", new { toState = "approved" })).Expect(200).Text("version").ShouldBe("1");
        (await factory.Admin.Get($"{Definitions}/{id}?version=1")).Expect(200).Text("status").ShouldBe("ARCHIVED");
    }

    [Fact]
    public async Task Every_fault_of_a_file_is_told_by_line_and_column()
    {
        var factory = await Factory.Open(system.Running);
        const string Yaml = "name: broken\nstates:\n  - { id: a, type: start }\n  - { id: b, type: resting }\ntransitions:\n  - { from: a, to: c }\n";
        var refused = (await SendYaml(factory, Yaml)).Expect(400, "INVALID_INPUT");
        refused.Text("errors.0.message").ShouldContain("(at line 4, column 20)");
        refused.Fields.ShouldBe(["yaml"]);
        (await factory.Admin.Get("/api/v1/workflows/definition-schema")).Expect(200).Text("title").ShouldBe("A workflow definition");
    }

    [Fact]
    public async Task What_is_yaml_elsewhere_is_refused()
    {
        var factory = await Factory.Open(system.Running);
        (await factory.Admin.Send(HttpMethod.Post, "/api/v1/workers", "code: W1", mediaType: "application/yaml")).Expect(415, "UNSUPPORTED_MEDIA_TYPE");
        (await factory.Admin.Send(HttpMethod.Post, Definitions, new byte[] { (byte)'a', 0xC3, 0x28 }, mediaType: "application/yaml")).Expect(415, "UNSUPPORTED_MEDIA_TYPE");
    }

    [Fact]
    public async Task A_worker_finds_what_waits_for_them_and_completes_it()
    {
        var factory = await Factory.Open(system.Running);
        const string Yaml = "name: check\ncontext: { defects: number }\nstates:\n  - { id: draft, type: start }\n  - { id: check, type: manual, assignTo: { role: worker }, form: { defects: { type: number, required: true } } }\n"
            + "  - { id: done, type: end }\ntransitions:\n  - { id: ask, from: draft, to: check }\n  - { id: checked, from: check, to: done }\n";
        (await factory.Admin.Post($"{Definitions}/{(await SendYaml(factory, Yaml)).Expect(201).Text("id")}:publish")).Expect(200);
        var instance = (await factory.Admin.Post(Instances, new { definition = "check" })).Expect(201).Text("id");
        (await factory.Admin.Post($"{Instances}/{instance}/transitions", new { transition = "ask" })).Expect(200);
        var worker = await Hire(factory, "worker");
        var task = (await worker.Get("/api/v1/tasks")).Expect(200).Text("tasks.0.id");
        (await worker.Get($"{Instances}/{instance}")).Expect(403, "PERMISSION_MISSING");
        (await worker.Post($"/api/v1/tasks/{task}:claim")).Expect(200).Text("status").ShouldBe("OPEN");
        (await factory.Admin.Post($"/api/v1/tasks/{task}:claim")).Expect(409, "TASK_CLAIMED");
        (await worker.Post($"/api/v1/tasks/{task}:complete", new { data = new { defects = "none" } })).Expect(400, "INVALID_INPUT").Fields.ShouldBe(["data.defects"]);
        (await worker.Post($"/api/v1/tasks/{task}:complete", new { data = new { defects = 0 } })).Expect(200).Text("instance.status").ShouldBe("COMPLETED");
        (await worker.Get("/api/v1/tasks")).Expect(200).Items("tasks").ShouldBeEmpty();
        var other = await Factory.Open(system.Running);
        (await other.Admin.Get($"/api/v1/tasks/{task}")).Expect(404, "TASK_NOT_FOUND");
    }

    private static object Request(string end) => new
    {
        initialState = "draft",
        states = new[] { new { id = "draft", type = "manual" }, new { id = end, type = "end" } },
        transitions = new[] { new { from = "draft", to = end } },
    };

    private static async Task<Reply> Publish(Factory factory, string sample)
    {
        var yaml = await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "samples", "workflows", sample + ".yaml"));
        var id = (await SendYaml(factory, yaml)).Expect(201).Text("id");
        return (await factory.Admin.Post($"{Definitions}/{id}:publish")).Expect(200);
    }

    private static Task<Reply> SendYaml(Factory factory, string yaml) => factory.Admin.Send(HttpMethod.Post, Definitions, yaml, mediaType: "application/yaml");

    private static async Task<Client> Hire(Factory factory, string role)
    {
        var email = role + "@people.example";
        (await factory.Admin.Post("/api/v1/users", new { email, name = "A " + role, password = Factory.Password, kind = "STAFF", roles = new[] { role } })).Expect(201);
        return await factory.System.Anybody.SignIn(factory.Slug, email, Factory.Password);
    }
}
