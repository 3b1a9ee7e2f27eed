using FactoryFlow.Testing;

namespace FactoryFlow.EndToEnd.Tests.Api;

/// <summary>Instances whose second activity is in vain and waits for an operator; the first is done.</summary>
/// <param name="Suspended">One to be tried again.</param>
/// <param name="Skippable">One to go on without.</param>
internal sealed record Doings(string Suspended, string Skippable)
{
    // One for all tests: it refuses whatever arrives, and is there for as long as they run.
    private static readonly Task<WebhookReceiver> s_refusing = WebhookReceiver.Start((_, http) => WebhookReceiver.Say(http, 500));

    public static async Task<Doings> Make(Factory factory)
    {
        var definition = await Publish(factory, (await s_refusing).Url, "suspend");
        return new Doings(await Suspend(), await Suspend());

        async Task<string> Suspend()
        {
            var instance = await Take(factory, definition);
            await Eventually.Sees(() => factory.Admin.Get($"/api/v1/workflows/instances/{instance}/activities"), seen => seen.Text("activities.1.isSuspended") == "true");
            return instance;
        }
    }

    /// <summary>Has something done, and undone because what follows it fails.</summary>
    public static async Task Undo(Factory factory)
    {
        var instance = await Take(factory, await Publish(factory, (await s_refusing).Url, "fail"));
        await Eventually.Sees(() => factory.Admin.Get($"/api/v1/workflows/instances/{instance}/activities"), seen => seen.Text("activities.0.status") == "COMPENSATED");
    }

    /// <summary>Publishes a workflow on whose only way something is told and then a url is called, and gives its id.</summary>
    public static async Task<string> Publish(Factory factory, string url, string onFailure)
    {
        var yaml = $$$"""
            states: [{ id: a, type: start }, { id: z, type: end }]
            transitions:
              - id: go
                from: a
                to: z
                activities:
                  - { type: emitEvent, with: { name: begun }, compensation: { type: emitEvent, with: { name: undone } } }
                  - { type: callWebhook, with: { url: "{{{url}}}", body: { order: "{{workflow.businessKey}}" } }, onFailure: {{{onFailure}}} }
            """;
        var id = (await factory.Admin.Post("/api/v1/workflows/definitions", new { name = factory.Next("doing"), yaml })).Expect(201).Text("id");
        (await factory.Admin.Post($"/api/v1/workflows/definitions/{id}:publish")).Expect(200);
        return id;
    }

    /// <summary>Starts an instance and takes its only way.</summary>
    public static async Task<string> Take(Factory factory, string definition, string? businessKey = null)
    {
        var instance = (await factory.Admin.Post("/api/v1/workflows/instances", new { definition, businessKey = businessKey ?? factory.Next("PO") })).Expect(201).Text("id");
        (await factory.Admin.Post($"/api/v1/workflows/instances/{instance}/transitions", new { transition = "go" })).Expect(200);
        return instance;
    }
}
