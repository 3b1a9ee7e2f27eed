using FactoryFlow.Testing;

namespace FactoryFlow.EndToEnd.Tests.Journeys;

/// <summary>What happens in any service arrives at a tenant's own program, signed.</summary>
public sealed class WebhookTests(WholeSystem system)
{
    private const string Webhooks = "/api/v1/webhooks";

    [Fact]
    public async Task What_happens_arrives_signed_and_again_when_it_is_asked_for()
    {
        await using var receiver = await WebhookReceiver.Start();
        var factory = await Factory.OpenConfigured(system.Running);
        var made = (await factory.Admin.Post(Webhooks, new { url = receiver.Url, description = "The shop", events = new[] { "workflow.instance.*", "job.step.completed", "user.created" } })).Expect(201);
        var path = $"{Webhooks}/{made.Text("id")}";
        (made.Location, made.Text("status")).ShouldBe((path, "ENABLED"));
        var instance = await CompleteAnInstance(factory);
        var (worker, article) = (await factory.Worker(), await factory.Article(("Cutting", "0.2500")));
        var job = await factory.Earned(worker, article, pieces: 4);
        var user = (await factory.Admin.Post("/api/v1/users", new { email = "a@people.example", name = "Somebody", kind = "STAFF", roles = new[] { "worker" } })).Expect(201).Text("id");

        var calls = await receiver.Arrived(4);
        calls.ShouldAllBe(call => call.IsSignedWith(made.Text("secret")));
        calls.Select(call => call.Json["type"]!.ToString()).Order(StringComparer.Ordinal).ShouldBe(["job.step.completed", "user.created", "workflow.instance.completed", "workflow.instance.started"]);
        Data(calls, "workflow.instance.completed", "instanceId").ShouldBe(instance);
        (Data(calls, "job.step.completed", "jobId"), Data(calls, "job.step.completed", "goodQuantity")).ShouldBe((job.Id, "4"));
        Data(calls, "user.created", "userId").ShouldBe(user);
        calls.ShouldAllBe(call => !call.Body.Contains("people.example", StringComparison.Ordinal) && !call.Body.Contains("\"rate", StringComparison.Ordinal));

        var log = await Eventually.Sees(() => factory.Admin.Get($"{path}/deliveries?status=DELIVERED"), seen => seen.Items("deliveries").Count == 4);
        (log.Text("deliveries.0.attempts.0.statusCode"), log.Text("deliveries.0.attempts.0.error")).ShouldBe(("204", ""));
        (await factory.Admin.Post($"{path}/deliveries/{log.Text("deliveries.0.id")}:redeliver")).Expect(200).Text("status").ShouldBe("PENDING");
        (await receiver.Arrived(5))[^1].Id.ShouldBe(log.Text("deliveries.0.eventId"));
    }

    [Fact]
    public async Task Whoever_says_that_they_are_gone_is_told_no_more_and_the_others_hear_of_it()
    {
        await using var gone = await WebhookReceiver.Start((_, http) => WebhookReceiver.Say(http, 410));
        await using var watching = await WebhookReceiver.Start();
        var factory = await Factory.Open(system.Running);
        var dead = (await factory.Admin.Post(Webhooks, new { url = gone.Url, events = new[] { "user.*" } })).Expect(201).Text("id");
        (await factory.Admin.Post(Webhooks, new { url = watching.Url, events = new[] { "webhook.disabled" } })).Expect(201);
        (await factory.Admin.Post($"{Webhooks}/{dead}:test")).Expect(200).Text("type").ShouldBe("webhook.test");
        Data(await watching.Arrived(1), "webhook.disabled", "webhookId").ShouldBe(dead);
        (await factory.Admin.Get($"{Webhooks}/{dead}")).Expect(200).Text("disableReason").ShouldBe("GONE");
        (await factory.Admin.Post($"{Webhooks}/{dead}:test")).Expect(409, "WEBHOOK_DISABLED");
        (await factory.Admin.Send(HttpMethod.Patch, $"{Webhooks}/{dead}", new { status = "ENABLED" })).Expect(200).Text("status").ShouldBe("ENABLED");
        (await factory.Admin.Send(HttpMethod.Delete, $"{Webhooks}/{dead}", null)).Expect(204);
        (await factory.Admin.Get($"{Webhooks}/{dead}/deliveries")).Expect(404, "WEBHOOK_NOT_FOUND");
    }

    private static async Task<string> CompleteAnInstance(Factory factory)
    {
        const string Yaml = "states: [{ id: a, type: start }, { id: z, type: end }]\ntransitions: [{ id: go, from: a, to: z }]";
        var definition = (await factory.Admin.Post("/api/v1/workflows/definitions", new { name = "short", yaml = Yaml })).Expect(201).Text("id");
        (await factory.Admin.Post($"/api/v1/workflows/definitions/{definition}:publish")).Expect(200);
        var instance = (await factory.Admin.Post("/api/v1/workflows/instances", new { definition })).Expect(201).Text("id");
        (await factory.Admin.Post($"/api/v1/workflows/instances/{instance}/transitions", new { transition = "go" })).Expect(200);
        return instance;
    }

    private static string Data(IEnumerable<Received> calls, string type, string field) => calls.Single(call => call.Json["type"]!.ToString() == type).Json["data"]![field]!.ToString();
}
