using FactoryFlow.EndToEnd.Tests.Api;
using FactoryFlow.Testing;

namespace FactoryFlow.EndToEnd.Tests.Journeys;

/// <summary>What a workflow has done by another system, until an operator has seen to it.</summary>
public sealed class ActivityTests(WholeSystem system)
{
    [Fact]
    public async Task What_is_in_vain_waits_for_an_operator_and_completes_when_it_is_tried_again()
    {
        var isUp = false;
        await using var receiver = await WebhookReceiver.Start((_, http) => WebhookReceiver.Say(http, Volatile.Read(ref isUp) ? 204 : 503));
        var factory = await Factory.Open(system.Running);
        var path = $"/api/v1/workflows/instances/{await Doings.Take(factory, await Doings.Publish(factory, receiver.Url, "suspend"), "PO-7")}";
        var seen = await Eventually.Sees(() => factory.Admin.Get($"{path}/activities"), reply => reply.Text("activities.1.isSuspended") == "true");
        (seen.Text("activities.1.error"), (await factory.Admin.Get(path)).Text("status")).ShouldBe(("The answer was 503.", "RUNNING"));
        Volatile.Write(ref isUp, true);
        (await factory.Admin.Post($"{path}/activities/2:retry")).Expect(200).Text("isSuspended").ShouldBe("false");
        await Eventually.Sees(() => factory.Admin.Get(path), reply => reply.Text("status") == "COMPLETED");
        (await factory.Admin.Get($"{path}/activities")).Items("activities").Select(a => a.GetProperty("status").GetString()).ShouldBe(["SUCCEEDED", "SUCCEEDED"]);
        var calls = await receiver.Arrived(2);
        calls.ShouldAllBe(call => call.Json["order"]!.ToString() == "PO-7");
        calls.Select(call => call.Headers["Idempotency-Key"]).Distinct().Count().ShouldBe(1);
    }

    [Fact]
    public async Task A_workflow_makes_an_order_with_a_key_that_the_tenant_gave_and_no_more_than_the_key_may()
    {
        var factory = await Factory.Open(system.Running);
        var key = (await factory.Admin.Post("/api/v1/api-keys", new { name = "Workflows", permissions = new[] { "orders:create:all" } })).Expect(201);
        (await factory.Admin.Post("/api/v1/workflows/credentials", new { name = "orders", apiKey = key.Text("apiKey") })).Expect(201).Body.ShouldNotContain("ffk_");
        var path = $"/api/v1/workflows/instances/{await Doings.Take(factory, await Publish(factory), "PO-7")}";
        var seen = await Eventually.Sees(() => factory.Admin.Get($"{path}/activities"), reply => reply.Text("activities.1.isSuspended") == "true");
        seen.Text("activities.1.error").ShouldStartWith("The answer was 403, PERMISSION_MISSING: ");
        var order = (await factory.Admin.Get(path)).Text("context.order");
        (await factory.Admin.Get($"/api/v1/orders/{order}")).Expect(200).Text("customerReference").ShouldBe("PO-7");
        (await factory.Admin.Post($"{path}/activities/2:skip", new { reason = "The key may not." })).Expect(200);
        await Eventually.Sees(() => factory.Admin.Get(path), reply => reply.Text("status") == "COMPLETED");
        (await factory.Admin.Get("/api/v1/orders")).Items("orders").Count.ShouldBe(1);
    }

    private static async Task<string> Publish(Factory factory)
    {
        const string Yaml = """
            states: [{ id: a, type: start }, { id: z, type: end }]
            transitions:
              - id: go
                from: a
                to: z
                activities:
                  - { type: callApi, with: { credential: orders, path: /api/v1/orders, body: { customerReference: "{{workflow.businessKey}}" }, saveAs: { order: id } } }
                  - { type: callApi, with: { credential: orders, path: "/api/v1/orders/{{context.order}}", method: PATCH, body: { notes: Made by a workflow. } }, onFailure: suspend }
            """;
        var id = (await factory.Admin.Post("/api/v1/workflows/definitions", new { name = "ordering", yaml = Yaml })).Expect(201).Text("id");
        (await factory.Admin.Post($"/api/v1/workflows/definitions/{id}:publish")).Expect(200);
        return id;
    }
}
