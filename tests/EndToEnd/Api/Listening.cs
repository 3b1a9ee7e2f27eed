namespace FactoryFlow.EndToEnd.Tests.Api;

/// <summary>A workflow that orders start.</summary>
internal static class Listening
{
    /// <summary>Publishes one that listens to events of a tenant's, and gives its id.</summary>
    public static async Task<string> Publish(Factory factory, string trigger, string context = "order: text")
    {
        var yaml = $$"""
            context: { {{context}} }
            states: [{ id: waiting, type: start }, { id: over, type: end }]
            transitions: [{ id: end, from: waiting, to: over }]
            triggers: [{{trigger}}]
            """;
        var id = (await factory.Admin.Post("/api/v1/workflows/definitions", new { name = factory.Next("listening"), yaml })).Expect(201).Text("id");
        (await factory.Admin.Post($"/api/v1/workflows/definitions/{id}:publish")).Expect(200);
        return id;
    }

    /// <summary>One that an order has started already; no other order does, whoever creates some.</summary>
    public static async Task<string> Make(Factory factory)
    {
        var reference = factory.Next("heard");
        var id = await Publish(factory, $"{{ id: taken, event: order.created, filter: {{ field: event.data.customerReference, operator: eq, value: {reference} }}, context: {{ order: event.data.orderId }} }}");
        (await factory.Admin.Post("/api/v1/orders", new { customerReference = reference })).Expect(201);
        await Started(factory, id, 1);
        return id;
    }

    /// <summary>What became of the events that it heard, once it has started so many instances.</summary>
    public static Task<Reply> Started(Factory factory, string definition, int count) =>
        Eventually.Sees(() => factory.Admin.Get($"/api/v1/workflows/definitions/{definition}/trigger-runs?outcome=STARTED"), seen => seen.Items("runs").Count == count);
}
