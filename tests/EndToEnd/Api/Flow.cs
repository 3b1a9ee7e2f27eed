namespace FactoryFlow.EndToEnd.Tests.Api;

/// <summary>A workflow with one of everything: it goes in a circle, so that a call that moves it can be made again and again.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Active">A definition that instances start on.</param>
/// <param name="Draft">A definition that is not published.</param>
/// <param name="Archivable">Another that is published.</param>
/// <param name="Instance">An instance that waits for somebody.</param>
/// <param name="Waiting">One that waits for a signal.</param>
/// <param name="Task">A task that the administrator has.</param>
/// <param name="OpenTask">One that nobody has.</param>
/// <param name="Late">An instance that stays where it is for too long.</param>
internal sealed record Flow(string Name, string Active, string Draft, string Archivable, string Instance, string Waiting, string Task, string OpenTask, string Late)
{
    public const string Yaml = """
        context: { done: boolean }
        states:
          - { id: resting, type: start }
          - { id: waiting, type: waitForSignal, signal: go }
          - { id: checking, type: manual, assignTo: { role: admin }, form: { done: { type: boolean, required: true } }, due: P2D }
          - { id: loitering, type: manual, sla: { duration: PT1S, escalations: [{ after: P1D, notify: { role: admin } }] } }
          - { id: over, type: end }
        transitions:
          - { id: again, from: resting, to: resting }
          - { id: check, from: resting, to: checking }
          - { id: checked, from: checking, to: resting }
          - { id: loiter, from: resting, to: loitering }
          - { id: hurry, from: loitering, to: resting }
          - { id: wait, from: resting, to: waiting }
          - { id: finish, from: waiting, to: over, conditions: { field: done, operator: eq, value: true } }
          - { id: waitOn, from: waiting, to: waiting }
        """;

    public static async Task<Flow> Make(Factory factory)
    {
        var name = factory.Next("flow");
        var (active, draft, archivable) = (await Define(name), await Define(factory.Next("draft")), await Define(factory.Next("old")));
        foreach (var id in new[] { active, archivable }) (await factory.Admin.Post($"/api/v1/workflows/definitions/{id}:publish")).Expect(200);
        var (instance, waiting) = (await Start(), await Start());
        (await factory.Admin.Post($"/api/v1/workflows/instances/{waiting}/transitions", new { transition = "wait" })).Expect(200);
        var (task, openTask) = (await Check(), await Check());
        (await factory.Admin.Post($"/api/v1/tasks/{task}:claim")).Expect(200);
        var late = await Start();
        (await factory.Admin.Post($"/api/v1/workflows/instances/{late}/transitions", new { transition = "loiter" })).Expect(200);
        await Eventually.Sees(() => factory.Admin.Get($"/api/v1/workflows/sla-violations?instanceId={late}"), reply => reply.Items("violations").Count == 1);
        // One that waits for another one that it started.
        var outer = (await factory.Admin.Post("/api/v1/workflows/definitions", new
        {
            name = factory.Next("outer"),
            yaml = "states: [{ id: a, type: start }, { id: b, type: subWorkflow, workflow: " + name + " }, { id: z, type: end }]\ntransitions: [{ id: go, from: a, to: b }, { from: b, to: z }]",
        })).Expect(201).Text("id");
        (await factory.Admin.Post($"/api/v1/workflows/definitions/{outer}:publish")).Expect(200);
        var waits = (await factory.Admin.Post("/api/v1/workflows/instances", new { definition = outer })).Expect(201).Text("id");
        (await factory.Admin.Post($"/api/v1/workflows/instances/{waits}/transitions", new { transition = "go" })).Expect(200);
        return new Flow(name, active, draft, archivable, instance, waiting, task, openTask, late);

        async Task<string> Define(string called) => (await factory.Admin.Post("/api/v1/workflows/definitions", new { name = called, yaml = Yaml })).Expect(201).Text("id");
        async Task<string> Check()
        {
            var id = await Start();
            (await factory.Admin.Post($"/api/v1/workflows/instances/{id}/transitions", new { transition = "check" })).Expect(200);
            return (await factory.Admin.Get($"/api/v1/tasks?instanceId={id}")).Expect(200).Text("tasks.0.id");
        }

        async Task<string> Start() => (await factory.Admin.Post("/api/v1/workflows/instances", new { definition = name })).Expect(201).Text("id");
    }
}
