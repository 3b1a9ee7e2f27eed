using FactoryFlow.EndToEnd.Tests.Api;

namespace FactoryFlow.EndToEnd.Tests.Journeys;

/// <summary>Workflows that start each other by what they call, which nobody waits for, come to an end that is named.</summary>
public sealed class LoopTests(WholeSystem system)
{
    private const int Deepest = 5;

    [Fact]
    public async Task One_that_makes_by_a_call_what_starts_it_is_started_five_times_and_no_more()
    {
        var factory = await Factory.Open(system.Running);
        var id = await Publish(factory, "orders:create:all", """/api/v1/orders, body: { notes: "Once more." }""", "triggers: [{ id: again, event: order.created }]");
        (await factory.Admin.Post("/api/v1/orders", new { })).Expect(201);
        var runs = $"/api/v1/workflows/definitions/{id}/trigger-runs";
        await Eventually.Sees(() => factory.Admin.Get(runs + "?outcome=LOOP"), seen => seen.Items("runs").Count == 1);
        (await factory.Admin.Get(runs)).Items("runs").Select(run => $"{run.GetProperty("depth")} {run.GetProperty("outcome")} {run.GetProperty("reason")}".TrimEnd()).Order()
            .ShouldBe(["1 STARTED", "2 STARTED", "3 STARTED", "4 STARTED", "5 STARTED", "6 LOOP TRIGGER_LOOP"]);
        (await factory.Admin.Get("/api/v1/orders")).Items("orders").Count.ShouldBe(1 + Deepest);
    }

    [Fact]
    public async Task One_that_starts_itself_by_a_call_is_refused_the_sixth_and_says_why()
    {
        var factory = await Factory.Open(system.Running);
        var id = await Publish(factory, "workflows:start:all", """/api/v1/workflows/instances, body: { definition: "circle" }""", "");
        (await factory.Admin.Post("/api/v1/workflows/instances", new { definition = id })).Expect(201);
        var seen = await Eventually.Sees(() => factory.Admin.Get($"/api/v1/workflows/instances?definitionId={id}&status=FAILED"), reply => reply.Items("instances").Count == 1);
        seen.Text("instances.0.error").ShouldContain("TRIGGER_LOOP: Workflows have started each other too often before this one; they go 5 deep at most.");
        (await factory.Admin.Get($"/api/v1/workflows/instances?definitionId={id}&status=COMPLETED")).Items("instances").Count.ShouldBe(Deepest);
    }

    [Fact]
    public async Task Nobody_else_says_how_deep_an_event_stands()
    {
        var factory = await Factory.Open(system.Running);
        var id = await Listening.Publish(factory, "{ id: again, event: order.created, context: { order: event.data.orderId } }");
        (await factory.Admin.Because("BQAAAA==").Post("/api/v1/orders", new { })).Expect(201);
        (await factory.Admin.Because("5").Post("/api/v1/workflows/instances", new { definition = id, context = new { order = "by hand" } })).Expect(201);
        (await Listening.Started(factory, id, 1)).Text("runs.0.depth").ShouldBe("1");
    }

    private static async Task<string> Publish(Factory factory, string permission, string call, string triggers)
    {
        var key = (await factory.Admin.Post("/api/v1/api-keys", new { name = "Workflows", permissions = new[] { permission } })).Expect(201).Text("apiKey");
        (await factory.Admin.Post("/api/v1/workflows/credentials", new { name = "own", apiKey = key })).Expect(201);
        var yaml = $$"""
            initialState: a
            states: [{ id: a, type: automatic }, { id: z, type: end }]
            transitions: [{ id: go, from: a, to: z, activities: [{ type: callApi, with: { credential: own, path: {{call}} } }] }]
            {{triggers}}
            """;
        var id = (await factory.Admin.Post("/api/v1/workflows/definitions", new { name = "circle", yaml })).Expect(201).Text("id");
        (await factory.Admin.Post($"/api/v1/workflows/definitions/{id}:publish")).Expect(200);
        return id;
    }
}
