using FactoryFlow.EndToEnd.Tests.Api;

namespace FactoryFlow.EndToEnd.Tests.Journeys;

/// <summary>What happens in another service starts workflows of the tenant's that it happens in.</summary>
public sealed class TriggerTests(WholeSystem system)
{
    [Fact]
    public async Task An_order_that_is_confirmed_and_a_step_that_is_completed_start_what_listens_to_them_and_nothing_of_another_tenants()
    {
        var (factory, other) = (await Factory.OpenConfigured(system.Running), await Factory.Open(system.Running));
        const string Trigger = "{ id: confirmed, event: order.workflow.transitioned, filter: { field: event.data.toStatus, operator: eq, value: CONFIRMED }, context: { order: event.data.orderId }, businessKey: event.data.orderId }";
        var (orders, steps, theirs) = (
            await Listening.Publish(factory, Trigger), await Listening.Publish(factory, "{ event: job.step.completed, context: { job: event.data.jobId, good: event.data.goodQuantity } }", "job: text, good: number"), await Listening.Publish(other, Trigger));
        var order = (await factory.Admin.Post("/api/v1/orders", new { })).Expect(201).Text("id");
        (await factory.Admin.Post($"/api/v1/orders/{order}/transition", new { toStatus = "CONFIRMED" })).Expect(200);
        var job = await factory.Earned(await factory.Worker(), await factory.Article(("Cutting", "0.2500")), pieces: 4);
        var ofOrder = await Instance(factory, await Listening.Started(factory, orders, 1));
        (ofOrder.Text("context.order"), ofOrder.Text("businessKey"), ofOrder.Text("status")).ShouldBe((order, order, "RUNNING"));
        var ofStep = await Instance(factory, await Listening.Started(factory, steps, 1));
        (ofStep.Text("context.job"), ofStep.Text("context.good")).ShouldBe((job.Id, "4"));
        (await other.Admin.Get($"/api/v1/workflows/definitions/{theirs}/trigger-runs")).Expect(200).Items("runs").ShouldBeEmpty();
        (await other.Admin.Get($"/api/v1/workflows/definitions/{orders}/trigger-runs")).Expect(404, "DEFINITION_NOT_FOUND");
    }

    [Fact]
    public async Task What_a_definition_says_wrongly_of_events_is_told_at_once()
    {
        var factory = await Factory.Open(system.Running);
        var yaml = "states: [{ id: a, type: start }, { id: z, type: end }]\ntransitions: [{ from: a, to: z }]\ntriggers: [{ event: workflow.transitioned }, { event: order.created, businessKey: event.data.colour }]";
        (await factory.Admin.Post("/api/v1/workflows/definitions", new { name = "wrong", yaml })).Expect(400, "INVALID_INPUT").Body.ShouldContain("would start workflows for ever");
    }

    private static async Task<Reply> Instance(Factory factory, Reply runs) => (await factory.Admin.Get($"/api/v1/workflows/instances/{runs.Text("runs.0.instanceId")}")).Expect(200);
}
